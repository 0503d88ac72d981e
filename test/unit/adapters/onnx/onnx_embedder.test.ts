import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextModel } from '../../../../ml-service/src/adapters/onnx/text_model.ts';
import { EMBEDDING_MODEL, modelFolder } from '../../../../ml-service/src/adapters/onnx/model_files.ts';
import { OnnxEmbedder } from '../../../../ml-service/src/adapters/onnx/onnx_embedder.ts';

const LINE = 'Failed to connect to <target>: Connection timeout after <timeout_ms>ms';
const LIKE_IT = 'Could not reach <host>: timed out after <duration>';
const OTHER = 'User <user> logged in';

/** What sentence-transformers makes of some texts. */
const FULL_PRECISION = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fp32_vectors.json'), 'utf8'),
) as readonly { readonly text: string; readonly vector: readonly number[] }[];

const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

describe('the embedding of texts', () => {
  let embedder: OnnxEmbedder;
  beforeAll(() => {
    embedder = new OnnxEmbedder();
  });
  afterAll(() => embedder.close());

  const embedOne = async (text: string) => (await embedder.embed([text]))[0]!;

  it.each([
    ['a template', LINE],
    ['an empty text', ''],
    ['blanks', ' \t\n'],
    ['Chinese', '无法连接到数据库：连接超时'],
    ['control characters', '\u0000\u0001\u001b[31mred\u001b[0m\u007f\ufffd'],
    ['half of a pair', '\ud83d'],
    ['one word of 1 MB', 'x'.repeat(1 << 20)],
    ['1 MB of words', 'connection refused '.repeat(60_000)],
  ])('has 384 numbers and length 1: %s', async (_, text) => {
    const vector = await embedOne(text);
    expect(vector).toHaveLength(384);
    expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  });

  it('is like that of a text with the same meaning, and unlike that of another', async () => {
    const [line, like, other] = await embedder.embed([LINE, LIKE_IT, OTHER]);
    expect(cosine(line!, like!)).toBeGreaterThan(0.6);
    expect(cosine(line!, other!)).toBeLessThan(0.4);
  });

  // Where products overflow, as they do without VNNI unless told not to, the first has 0.992.
  it.each(FULL_PRECISION)(
    'is that of the model in fp32, on whatever processor: $text',
    async ({ text, vector }) => {
      expect(cosine(await embedOne(text), Float32Array.from(vector))).toBeGreaterThan(0.9965);
    },
  );

  it('is the same alone and among others, whatever their lengths', async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `${LINE} ${'word '.repeat(index)}`);
    const together = await embedder.embed(texts);
    for (const place of [0, 35, 69])
      expect(cosine(await embedOne(texts[place]!), together[place]!)).toBeGreaterThan(0.99999);
  });

  it('answers concurrent questions each with its own', async () => {
    const [alone, ...asked] = await Promise.all([
      embedOne(LINE),
      embedder.embed([OTHER, LINE]),
      embedOne(OTHER),
    ]);
    expect(cosine(alone, asked[0][1]!)).toBeGreaterThan(0.99999);
    expect(cosine(asked[1], asked[0][0]!)).toBeGreaterThan(0.99999);
  });

  it('leaves the event loop free', async () => {
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    await embedder.embed(Array.from({ length: 200 }, (_, index) => `${LINE} ${index} ${OTHER.repeat(5)}`));
    const took = performance.now() - started;
    clearInterval(watch);
    expect(longest).toBeLessThan(took / 4);
  });

  it('cuts a text to 256 tokens and keeps the mark of its end', async () => {
    const model = await TextModel.load({ folder: modelFolder(EMBEDDING_MODEL), threads: 1 });
    const SEPARATOR = 102;
    const ids = model.tokensOf('word '.repeat(1000));
    expect([ids.length, ids.at(-1)]).toEqual([256, SEPARATOR]);
  });

  it('begins anew after it was closed', async () => {
    const other = new OnnxEmbedder();
    await other.embed([LINE]);
    await other.close();
    expect(await other.embed([LINE])).toHaveLength(1);
    await other.close();
  });
});

describe('a model that is not the one of its manifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-ai-model-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    [
      'a damaged file',
      () => writeFileSync(join(folder, 'tokenizer.json'), '{}'),
      /tokenizer\.json is not the file/,
    ],
    ['a missing file', () => rmSync(join(folder, 'model.onnx')), /model\.onnx cannot be read/],
  ])('is refused with a sentence that names it: %s', async (_, damage, message) => {
    cpSync(modelFolder(EMBEDDING_MODEL), folder, { recursive: true });
    damage();
    const embedder = new OnnxEmbedder({ folder });
    await expect(embedder.embed(['text'])).rejects.toMatchObject({
      code: 'model_unusable',
      message: expect.stringMatching(message) as unknown,
    });
    await embedder.close();
  });

  it('is refused at once where there is none', () => {
    expect(() => new OnnxEmbedder({ folder: join(folder, 'nowhere') })).toThrow(
      /manifest\.json cannot be read/,
    );
  });
});
