import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeverityPrediction } from '../../../../common/severity_prediction.ts';
import { EMBEDDING_MODEL, modelFolder } from '../../../../ml-service/src/adapters/onnx/model_files.ts';
import { OnnxSeverityClassifier } from '../../../../ml-service/src/adapters/onnx/onnx_severity_classifier.ts';
import { openSeverityClassifier } from '../../../../ml-service/src/adapters/onnx/open_models.ts';

const BASE64 = Buffer.from('Failed to connect to the database of orders, again').toString('base64');

describe('the severity of messages', () => {
  let classifier: OnnxSeverityClassifier;
  beforeAll(() => {
    classifier = new OnnxSeverityClassifier();
  });
  afterAll(() => classifier.close());

  const classifyOne = async (text: string) => (await classifier.classify([text]))[0]!;

  it.each([
    ['Server started, listening on port <port>', 'informational'],
    ['Configuration option <key> is deprecated and will be removed, use <other> instead', 'warning'],
    ['Failed to write block <block> to disk: <reason>', 'error'],
    ['Kernel panic - not syncing: Attempted to kill init!', 'critical'],
  ])('%s: %s', async (message, label) => {
    expect(await classifyOne(message)).toMatchObject({ label });
  });

  it('has four probabilities that are 1 together, and the label of the largest', async () => {
    const prediction = SeverityPrediction.parse(await classifyOne('Disk <*> failed'));
    const { label, confidence, probabilities } = prediction;
    expect(Object.values(probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    expect(probabilities[label]).toBe(confidence);
    expect(Math.max(...Object.values(probabilities))).toBe(confidence);
  });

  it('is the same of a template and of its lines', async () => {
    const [template, line] = await classifier.classify([
      'Connection to <host>:<port> refused after <ms> ms',
      'Connection to 10.0.0.7:5432 refused after 3000 ms',
    ]);
    expect(line!.label).toBe(template!.label);
  });

  it('is the same alone and among others', async () => {
    const texts = Array.from(
      { length: 40 },
      (_, index) => `Failed to flush segment ${'again '.repeat(index)}`,
    );
    const together = await classifier.classify(texts);
    expect((await classifyOne(texts[39]!)).confidence).toBeCloseTo(together[39]!.confidence, 4);
  });

  it('goes by the first 512 characters', async () => {
    const start = 'cannot open the file of segments '.repeat(16).slice(0, 512);
    expect(await classifyOne(`${start}${' all is well'.repeat(90_000)}`)).toEqual(await classifyOne(start));
  });

  it.each([
    ['an empty text', ''],
    ['blanks', ' \t\n'],
    ['placeholders and numbers', '<*> <ip>: 42'],
    ['Chinese', '无法连接到数据库：连接超时'],
    ['Russian', 'не удалось подключиться к базе данных'],
    ['base64', BASE64],
    ['1 MB of one word', 'x'.repeat(1 << 20)],
    ['half of a pair', '\ud83d'],
  ])('is unsure where nothing can be read: %s', async (_, text) => {
    expect((await classifyOne(text)).confidence).toBeLessThan(0.8);
  });

  it('keeps the order of what is asked among texts that cannot be read', async () => {
    const alone = await classifyOne('Disk <*> failed');
    expect((await classifier.classify(['', 'Disk <*> failed', '42']))[1]).toEqual(alone);
  });
});

describe('a classifier that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-ai-model-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused where the model is another', () => {
    cpSync(modelFolder(EMBEDDING_MODEL), folder, { recursive: true });
    expect(() => new OnnxSeverityClassifier({ folder })).toThrow(/is none of severity/);
  });

  it('says so to each who asks where none is installed', async () => {
    const classifier = openSeverityClassifier({ folder: join(folder, 'nowhere') });
    await expect(classifier.classify(['text'])).rejects.toMatchObject({ code: 'model_unusable' });
    await classifier.close();
  });
});
