import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AnalysisReport } from '../../../common/analysis_report.ts';
import { LogAiError } from '../../../common/errors.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { verdictTexts } from '../../../ml-service/src/adapters/terminal/analysis/report_notes.ts';
import { type AnalysisOptions, analyze } from '../../../ml-service/src/analyze/analyze.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import { frequencyDetector } from '../../../ml-service/src/detect/frequency/detector.ts';
import { newTemplateDetector } from '../../../ml-service/src/detect/new_template/detector.ts';
import { SequenceConfig } from '../../../ml-service/src/settings/detectors.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';
import { recordedLog } from '../../fixtures/recorded_logs.ts';

const START = Date.parse('2026-01-15T10:00:00Z');
/** A line as a logger writes JSON: nothing of it has to be recognised. */
const line = (service: string, message: string, fields: object = {}) =>
  JSON.stringify({ service, message, level: 'info', ...fields });
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Analyses texts as files `a`, `b`, …; each comes in chunks of 1,000 bytes. */
async function analyzeTexts(
  texts: readonly string[],
  options: Partial<AnalysisOptions> = {},
): Promise<AnalysisReport> {
  let seconds = 0;
  const inputs = texts.map((text, index) => ({
    name: String.fromCharCode(97 + index),
    // eslint-disable-next-line @typescript-eslint/require-await -- files are read so
    read: async function* () {
      const bytes = Buffer.from(text);
      for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
    },
  }));
  const report = await analyze({
    inputs,
    parse: DEFAULT_PARSE_CONFIG,
    tables: readReaderTables(),
    detectors: [frequencyDetector(), newTemplateDetector()],
    reference: Date.parse('2026-02-01'),
    seconds: () => (seconds += 0.5),
    ...options,
  });
  return AnalysisReport.parse(report);
}

const analyzeLines = (lines: readonly string[], options?: Partial<AnalysisOptions>) =>
  analyzeTexts([lines.join('\n')], options);

describe('how lines were read', () => {
  test('which headers were read of how many lines, and what may read the others', async () => {
    const { layouts } = await analyzeLines([
      `${at(0)} ERROR web failed`,
      `${at(1)} ERROR web failed`,
      '~~ 2026-05-02 08:00:00 ~ WARN ~ shop: late',
      '{"msg":"late","level":"warn"}',
    ]);
    expect(layouts).toEqual([
      { fields: ['time', 'level'], count: 2, example: `${at(0)} ERROR web failed` },
      {
        fields: [],
        count: 1,
        example: '~~ 2026-05-02 08:00:00 ~ WARN ~ shop: late',
        proposal: '~~ <timestamp> ~ <level> ~ <service>: <message>',
      },
      { fields: ['level'], count: 1, example: 'late' },
    ]);
  });
});

describe('templates', () => {
  test('with counts, levels, services, values, times and where to look', async () => {
    const { templates, source } = await analyzeLines([
      `${at(0)} INFO web [req-1] Login of user alice took 12 ms`,
      `${at(60)} INFO web [req-2] Login of user bob took 7 ms`,
      `${at(30)} WARN app [req-3] Login of user alice took 900 ms`,
      `${at(90)} INFO web [req-4] ready`,
    ]);
    expect(source).toMatchObject({
      name: 'a',
      lines: 4,
      events: 4,
      events_of_requests: 4,
      from: at(0),
      to: at(90),
    });
    expect(templates).toEqual([
      {
        id: expect.stringMatching(/^template_/) as string,
        text: 'Login of user <user> took <duration_ms> ms',
        count: 3,
        share: 0.75,
        levels: { INFO: 2, WARN: 1 },
        severity: {
          label: 'informational',
          confidence: 1,
          requires_immediate_action: false,
          decided_by: 'level',
        },
        services: ['app', 'web'],
        parameters: [
          { name: 'user', type: 'string', distinct: 2, distinct_is_bound: false, examples: ['alice', 'bob'] },
          {
            name: 'duration_ms',
            type: 'duration',
            unit: 'ms',
            distinct: 3,
            distinct_is_bound: false,
            examples: [12, 7, 900],
            min: 7,
            max: 900,
          },
        ],
        first_seen: at(0),
        last_seen: at(60),
        first_line: `${at(0)} INFO web [req-1] Login of user alice took 12 ms`,
        samples: [
          { file: 'a', line_number: 1 },
          { file: 'a', line_number: 2 },
          { file: 'a', line_number: 3 },
        ],
        histogram: [2, 1],
      },
      expect.objectContaining({ text: 'ready', count: 1, parameters: [] }),
    ]);
  });

  test('every line is counted once, in a template or under a reason', async () => {
    const { source, templates, skipped, altered } = await analyzeLines([
      'INFO web ready',
      '',
      'x'.repeat(70_000),
      '\tat orphaned',
      'ERROR web failed',
      '\tat a.b.C(D.java:1)',
      '\tat a.b.E(F.java:2)',
      'INFO web a\0b',
    ]);
    const counted = templates.reduce((sum, { count }) => sum + count, 0);
    expect({ lines: source.lines, counted, skipped, altered }).toEqual({
      lines: 8,
      counted: 3,
      // The orphan comes behind a line that is full already.
      skipped: { empty: 1, too_long: 1, continuation_dropped: 1 },
      altered: { nul: 1 },
    });
  });

  test('values are told apart up to a thousand', async () => {
    const { templates } = await analyzeLines(
      Array.from({ length: 1500 }, (_, index) => `INFO web order ${index} shipped`),
    );
    expect(templates[0]!.parameters).toEqual([
      expect.objectContaining({ distinct: 1000, distinct_is_bound: true, min: 0, max: 1499 }),
    ]);
  });

  test('several files are one log, positions are within their file', async () => {
    const { source, templates } = await analyzeTexts([
      `INFO web order 1 shipped\n`,
      `\nINFO web order 2 shipped`,
    ]);
    expect(source).toMatchObject({
      name: '2 files',
      files: [
        { name: 'a', bytes: 25, lines: 1 },
        { name: 'b', bytes: 25, lines: 2 },
      ],
    });
    expect(templates[0]).toMatchObject({
      count: 2,
      samples: [
        { file: 'a', line_number: 1 },
        { file: 'b', line_number: 2 },
      ],
    });
  });

  test('a line without a time is of the time of the line above', async () => {
    const { templates } = await analyzeLines([`${at(0)} ERROR web failed`, 'WARN what follows has no time']);
    expect(templates.map(({ first_seen }) => first_seen)).toEqual([at(0), at(0)]);
  });

  test('times beyond the calendar are no times', async () => {
    const { source } = await analyzeLines([
      JSON.stringify({ message: 'a', time: '99999999999999999999999999' }),
      JSON.stringify({ message: 'a', time: -5 }),
    ]);
    expect(source.from).toBeUndefined();
  });
});

describe('what is wrong', () => {
  /** Two hours of a line a second; from minute 100 on a failure ten times a second, for ten minutes. */
  const serviceAt = (second: number) => ['cart', 'stock'][second % 60] ?? 'web';
  const incident = Array.from({ length: 7200 }, (_, second) => [
    line(serviceAt(second), `GET /cart/${second} took ${second % 40} ms`, { time: at(second) }),
    ...(second >= 6000 && second < 6600
      ? Array.from({ length: 10 }, (__, index) =>
          line('cart', `Stock of item ${index} unknown`, { time: at(second), level: 'error' }),
        )
      : []),
  ]).flat();

  test('anomalies with reasons, the gravest first, and lines to look at', async () => {
    const { anomalies, verdicts } = await analyzeLines(incident);
    expect(anomalies.map(({ type, service, start }) => [type, service, start])).toEqual([
      ['frequency', 'cart', at(6000)],
      ['new_template', 'cart', at(6000)],
    ]);
    expect(anomalies[0]).toMatchObject({
      reason: expect.stringContaining('"Stock of item <item> unknown"') as string,
      samples: [
        { file: 'a', line_number: 6002 },
        { file: 'a', line_number: 6662 },
        { file: 'a', line_number: 7322 },
      ],
    });
    expect(verdicts).toContainEqual({
      detector: 'frequency',
      kind: 'insufficient_history',
      minutes: 39,
      known_minutes: 29,
      needed_minutes: 30,
    });
  });

  test('anomalies of two services that failed requests connect are one incident, and it says where it began', async () => {
    const fields = (second: number) => ({ time: at(second), level: 'error', request_id: `r-${second}` });
    const lines = Array.from({ length: 7200 }, (_, second) => [
      line(serviceAt(second), `GET /cart/${second} took ${second % 40} ms`, { time: at(second) }),
      ...(second >= 6000 && second < 6300
        ? [
            line('stock', `Stock of item ${second} unknown`, fields(second)),
            line('cart', `Cart ${second} was given up`, { ...fields(second), time: at(second + 0.5) }),
          ]
        : []),
    ]).flat();
    const { incidents, anomalies } = await analyzeLines(lines);
    expect(anomalies.length).toBeGreaterThan(2);
    expect(incidents).toMatchObject([
      {
        first_service: 'stock',
        services: ['cart', 'stock'],
        start: at(6000),
        anomaly_count: anomalies.length,
        failed_request_count: 300,
      },
    ]);
  });

  test('steady lines of 120 kinds are nothing new, a service that comes later is told once, an error of a known one at once', async () => {
    const wordOf = (kind: number) =>
      [kind % 11, Math.floor(kind / 11)].map((at_letter) => 'abcdefghijk'[at_letter]!.repeat(6)).join(' ');
    const lines = Array.from({ length: 5400 }, (_, second) => [
      ...(second % 6 === 0
        ? [line('web', `${wordOf((second * 48_271) % 119)} ${second}`, { time: at(second), level: 'info' })]
        : []),
      ...(second >= 3600 && second % 2 === 0
        ? [line('mail', `${wordOf(second % 60)} sent ${second}`, { time: at(second), level: 'info' })]
        : []),
      ...(second >= 5000 && second < 5010
        ? [line('web', `Stock of item ${second} unknown`, { time: at(second), level: 'error' })]
        : []),
    ]).flat();
    const { anomalies, incidents } = await analyzeLines(lines);
    expect(anomalies.map(({ type, reason }) => `${type} ${reason.split(' (')[0]}`)).toEqual([
      'new_template web: never seen before: ERROR "Stock of item <item> unknown"',
      'new_source mail: new source',
    ]);
    expect(incidents).toEqual([]);
  });

  test('the order of lines makes no difference', async () => {
    const [forth, back] = await Promise.all([analyzeLines(incident), analyzeLines(incident.toReversed())]);
    const withoutLines = ({ anomalies }: AnalysisReport) =>
      anomalies.map(({ samples: _, ...anomaly }) => anomaly);
    expect(withoutLines(back)).toEqual(withoutLines(forth));
  });

  test('failed requests: where they failed first, with the line', async () => {
    const { failed_requests, failed_request_count, failure_groups } = await analyzeLines([
      `${at(0)} INFO gateway [req-1] POST /orders`,
      `${at(1)} INFO checkout [req-1] order 17 received`,
      `${at(2)} ERROR inventory [req-1] stock of item 4711 unknown`,
      `${at(3)} ERROR gateway [req-1] POST /orders failed with 500`,
      `${at(4)} INFO gateway [req-2] POST /orders`,
    ]);
    expect(failed_request_count).toBe(1);
    expect(failed_requests).toEqual([
      {
        request_id: 'req-1',
        services: ['gateway', 'checkout', 'inventory'],
        start: at(0),
        duration_ms: 3000,
        line_count: 4,
        error_count: 2,
        first_error: {
          service: 'inventory',
          template_id: expect.any(String) as string,
          text: 'stock of item 4711 unknown',
          position: { file: 'a', line_number: 3 },
        },
      },
    ]);
    expect(failure_groups).toEqual([
      expect.objectContaining({ service: 'inventory', request_count: 1, services: ['checkout', 'gateway'] }),
    ]);
  });

  test('without times: nothing is judged by time, requests are followed all the same', async () => {
    const { source, verdicts, failed_requests, histogram } = await analyzeLines([
      line('gateway', 'POST /orders', { request_id: 'req-1' }),
      line('inventory', 'stock of item 4711 unknown', { request_id: 'req-1', level: 'error' }),
    ]);
    expect(source.from).toBeUndefined();
    expect(histogram).toBeUndefined();
    expect(verdicts).toEqual([
      { detector: 'frequency', kind: 'no_timestamps', minutes: 0 },
      { detector: 'new_template', kind: 'no_timestamps', minutes: 0 },
    ]);
    expect(failed_requests).toEqual([
      {
        request_id: 'req-1',
        services: ['gateway', 'inventory'],
        line_count: 2,
        error_count: 1,
        first_error: expect.objectContaining({ position: { file: 'a', line_number: 2 } }) as object,
      },
    ]);
  });
});

describe('the time of all lines is cut into at most 60 buckets', () => {
  test.each([
    [1, 1, 1],
    [60, 60, 1],
    [61, 31, 2],
    [1440, 60, 24],
  ])('%d minutes: %d buckets of %d', async (minutes, buckets, bucket_minutes) => {
    const lines = Array.from({ length: minutes }, (_, minute) => `${at(minute * 60)} INFO web tick`);
    const { histogram, templates } = await analyzeLines(lines);
    expect(histogram).toMatchObject({ start: at(0), bucket_minutes });
    expect(histogram!.counts).toHaveLength(buckets);
    expect(histogram!.counts.reduce((a, b) => a + b)).toBe(minutes);
    expect(templates[0]!.histogram).toEqual(histogram!.counts);
  });
});

describe('inputs that break off', () => {
  const broken = (lines: string) => ({
    name: 'broken',
    // eslint-disable-next-line @typescript-eslint/require-await -- files are read so
    read: async function* () {
      yield Buffer.from(lines);
      throw new LogAiError('input_corrupt', 'It is cut off.');
    },
  });

  test('are analysed as far as they go', async () => {
    const report = await analyzeTexts([], { inputs: [broken('INFO web ready\nINFO web hal')] });
    expect(report.source.events).toBe(2);
    expect(report.problems).toEqual([{ code: 'input_corrupt', message: 'It is cut off.' }]);
  });

  test('with nothing in them are an error', async () => {
    await expect(analyzeTexts([], { inputs: [broken('')] })).rejects.toThrow('It is cut off.');
  });
});

test('an empty input has an empty report', async () => {
  expect(await analyzeTexts([''])).toMatchObject({
    source: { bytes: 0, lines: 0 },
    templates: [],
    verdicts: [],
  });
});

test('of a recorded log, the request that failed is told with its cause', async () => {
  const report = await analyzeTexts([recordedLog('node_pino')]);
  expect(report.source).toMatchObject({ lines: 18, events: 18 });
  expect(report.skipped).toEqual({});
  expect(report.failure_groups).toMatchObject([{ service: 'cart', request_count: 1 }]);
});

const data = process.env['LOG_AI_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname;
const csv = ['08_43', '08_44', '08_45'].map((minute) => `${data}/trainticket/faults/${minute}_log.csv.gz`);

test.skipIf(!csv.every((path) => existsSync(path)))(
  'an injected fault is the first of the failure groups',
  async () => {
    const { source, failure_groups, skipped } = await analyzeTexts(
      csv.map((path) => gunzipSync(readFileSync(path)).toString()),
    );
    expect(source).toMatchObject({ lines: 7855, events: 7852 });
    expect(skipped).toEqual({});
    expect(failure_groups[0]).toMatchObject({ service: 'ts-contacts-service', request_count: 19 });
  },
);

describe('services in an hour of a file', () => {
  const detectors = detectorsOf();
  const minuteOfAccessLog = (minute: number, line: (second: number) => string) =>
    Array.from({ length: 60 }, (_, second) => line(second).replace('MM', String(minute).padStart(2, '0')));
  const hour = (line: (minute: number) => (second: number) => string) =>
    Array.from({ length: 60 }, (_, minute) => minuteOfAccessLog(minute, line(minute))).flat();

  test('ten minutes in which 85 % of the requests are answered with 502: one anomaly in words and numbers', async () => {
    const lines = hour((minute) => (second) => {
      const isBad = minute >= 40 && minute < 50 ? second % 20 < 17 : second === 59 && minute % 4 === 0;
      const status = isBad ? 502 : 200;
      const clock = `14:MM:${String(second).padStart(2, '0')}`;
      return `10.0.0.7 - - [15/Jan/2026:${clock} +0000] "GET /api/cart/${second} HTTP/1.1" ${status} 512 "-" "curl/8"`;
    });
    const { anomalies, incidents } = await analyzeLines(lines, { detectors });
    expect(anomalies.map(({ reason, samples }) => ({ reason, first: samples[0]?.line_number }))).toEqual([
      {
        reason:
          '85.0 % of its lines are errors from 14:40 to 14:50 UTC, typically 0.4 % (510 errors, a chance below 1 in 10^24).',
        first: 2401,
      },
    ]);
    expect(incidents).toEqual([]);
  });

  test('one that falls silent while others write', async () => {
    const lines = hour((minute) => (second) => {
      const service = second % 2 === 0 && (minute < 45 || minute >= 55) ? 'checkout' : 'gateway';
      return `2026-01-15T14:MM:${String(second).padStart(2, '0')}Z INFO ${service}: handled in ${second} ms`;
    });
    const { anomalies } = await analyzeLines(lines, { detectors });
    expect(anomalies.map(({ reason, start, end }) => ({ reason, start, end }))).toEqual([
      {
        reason: 'checkout: has written nothing from 14:45 to 14:55 UTC, usually 30 lines a minute.',
        start: '2026-01-15T14:45:00.000Z',
        end: '2026-01-15T14:55:00.000Z',
      },
    ]);
  });
});

describe('the order of steps in requests', () => {
  /** Five orders a minute; those from a minute on are not paid. */
  const orders = (minutes: number, unpaid_from = Infinity) =>
    Array.from({ length: minutes * 5 }, (_, number) => {
      const step = (second: number, service: string, message: string) =>
        line(service, message, { time: at(number * 12 + second), request_id: `r-${number}` });
      return [
        step(0, 'gateway', `Received order ${number}`),
        step(1, 'stock', `Reserved ${number % 5} items`),
        ...(number / 5 >= unpaid_from ? [] : [step(2, 'payment', `Paid ${number % 90} EUR`)]),
        step(3, 'shipping', `Shipment ${number * 7} announced`),
      ];
    }).flat();
  const sequence = SequenceConfig.parse({});

  // The last of them may go on.
  test('that leave one out are one anomaly, with the lines of the first', async () => {
    const { anomalies, verdicts } = await analyzeLines(orders(100, 92), { sequence });
    const found = anomalies.filter(({ type }) => type === 'sequence');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      service: 'payment',
      start: at(92 * 60),
      actual: 37,
      samples: [
        { file: 'a', line_number: 460 * 4 + 2 },
        { file: 'a', line_number: 460 * 4 + 3 },
      ],
    });
    expect(found[0]!.reason).toMatch(
      /^payment: "Paid <.*> EUR" is missing after "Reserved <.*> items" in 37 sessions/,
    );
    expect(verdicts).toContainEqual(expect.objectContaining({ detector: 'sequence', kind: 'judged' }));
  });

  test('are not judged where there are too few of them, and that is said', async () => {
    const report = await analyzeLines(orders(30, 25), { sequence });
    expect(report.anomalies.filter(({ type }) => type === 'sequence')).toEqual([]);
    expect(report.verdicts.find(({ detector }) => detector === 'sequence')).toEqual({
      detector: 'sequence',
      kind: 'insufficient_history',
      minutes: 0,
      sessions: 147,
      known_sessions: 100,
      needed_sessions: 300,
    });
    expect(verdictTexts(report)).toContain(
      'The order of steps in requests could not be judged: it takes 300 requests of a kind, here are 100.',
    );
  });

  test('are judged in a share of the requests, where there are more than are kept', async () => {
    const { verdicts } = await analyzeLines(orders(10_800), { sequence, detectors: [] });
    const judged = verdicts.find(({ kind }) => kind === 'judged')!;
    expect(judged.share).toBe(0.5);
    expect(judged.sessions! / (10_800 * 5)).toBeCloseTo(0.5, 1);
  }, 60_000);
});
