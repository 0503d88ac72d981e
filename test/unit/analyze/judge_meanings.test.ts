import { afterAll, describe, expect, it } from 'vitest';
import { LogAiError } from '../../../common/errors.ts';
import { generateShopEvents } from '../../../demo/shop/generate.ts';
import { OnnxEmbedder } from '../../../ml-service/src/adapters/onnx/onnx_embedder.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { verdictTexts } from '../../../ml-service/src/adapters/terminal/analysis/report_notes.ts';
import { analyze } from '../../../ml-service/src/analyze/analyze.ts';
import { semanticDetector } from '../../../ml-service/src/detect/semantic/detector.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';

const model = new OnnxEmbedder();
afterAll(() => model.close());

const START = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = 60_000;
const FAULT = 'PKIX path building failed: unable to find valid certification path to requested target';

const lineOf = (time: number, service: string, level: string, message: string) =>
  JSON.stringify({ '@timestamp': new Date(time).toISOString(), service, level, message });
const line = (minute: number, message: string, level = 'warn') =>
  lineOf(START + minute * MINUTE, 'payment', level, message);

/** Three minutes of the shop. */
const SHOP = Array.from(
  generateShopEvents({ seed: 7, start: START, end: START + 3 * MINUTE, requestsPerSecond: 5 }),
  ({ time, service, level, text }) => lineOf(time, service, level, text.message),
);

async function analyzeLines(
  lines: readonly string[],
  embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>,
) {
  const report = await analyze({
    inputs: [
      {
        name: 'a',
        // eslint-disable-next-line @typescript-eslint/require-await -- files are read so
        read: async function* () {
          yield Buffer.from(lines.join('\n'));
        },
      },
    ],
    parse: DEFAULT_PARSE_CONFIG,
    tables: readReaderTables(),
    detectors: [],
    meanings: { detector: semanticDetector(), embed },
    reference: START,
    seconds: () => 1,
  });
  const said = verdictTexts(report).filter((text) => text.startsWith('Which lines mean'));
  return { report, said };
}

const neverAsked = () => Promise.reject(new Error('The model was asked.'));

describe('the meanings of a file', () => {
  it('a message unlike all before it is found, with the line where it stands', async () => {
    const lines = [...SHOP, line(70, FAULT), line(90, 'Payment gateway is ready', 'info')];
    const { report, said } = await analyzeLines(lines, (texts) => model.embed(texts));
    expect(report.anomalies).toHaveLength(1);
    expect(report.anomalies[0]).toMatchObject({
      type: 'semantic',
      service: 'payment',
      status: 'resolved',
      samples: [{ file: 'a', line_number: SHOP.length + 1 }],
    });
    expect(report.anomalies[0]!.reason).toContain(FAULT);
    expect(said).toEqual([]);
  });

  it('no text is read where nothing new sounds severe', async () => {
    const { report, said } = await analyzeLines([...SHOP, line(70, 'Tea is served', 'info')], neverAsked);
    expect(report.anomalies).toEqual([]);
    expect(report.verdicts).toEqual([{ detector: 'semantic', kind: 'judged', minutes: 0 }]);
    expect(said).toEqual([]);
  });

  it.each([
    ['it is short', [...SHOP, line(10, FAULT)], 'it takes 60 minutes of history, here are 10'],
    [
      'it has few templates',
      [line(0, 'Payment taken', 'info'), line(70, FAULT)],
      'it takes more than 30 templates, here are 2',
    ],
  ])('says what it could not judge where %s, and reads no text', async (_case, lines, why) => {
    const { report, said } = await analyzeLines(lines, neverAsked);
    expect(report.anomalies).toEqual([]);
    expect(said).toEqual([`Which lines mean something new could not be judged: ${why}.`]);
  });

  it('says so where the model does not run', async () => {
    const missing = () => Promise.reject(new LogAiError('model_unusable', 'It is missing.'));
    const { report, said } = await analyzeLines([...SHOP, line(70, FAULT)], missing);
    expect(report.problems).toEqual([]);
    expect(said).toEqual([
      'Which lines mean something new could not be judged: the model that reads them is missing or does not run here, install Log AI anew.',
    ]);
  });
});
