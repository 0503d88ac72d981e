import { expect, test } from 'vitest';
import type { RequestStoryResponse } from '../../../common/api.ts';
import { describeRequest } from '../../../ml-service/src/commands/request_story_text.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const at = (ms: number) => new Date(START + ms).toISOString();
const TEXTS = new Map([
  ['t-asked', 'GET <path>'],
  ['t-reserve', 'Reserving <sku>'],
  ['t-timeout', 'Connection to <target> timed out'],
  ['t-reserved', 'Reserved <sku>'],
  ['t-failed', 'Answered <status>'],
]);
const how = { textOf: (id?: string) => TEXTS.get(id ?? ''), with_lines: false };

const line = (
  span: number,
  ms: number,
  service: string,
  template_id: string,
  level: 'INFO' | 'ERROR' = 'INFO',
) => ({
  '@timestamp': at(ms),
  service,
  level,
  template_id,
  reference: { _index: 'logs', _id: `${span}-${ms}` },
  span,
});
const LINES = [
  line(0, 0, 'gateway', 't-asked'),
  line(1, 10, 'stock', 't-reserve'),
  line(1, 5010, 'stock', 't-timeout', 'ERROR'),
  line(2, 5030, 'stock', 't-timeout', 'ERROR'),
  line(0, 5040, 'gateway', 't-failed', 'ERROR'),
];
const FAILED: RequestStoryResponse = {
  request_id: 'req-7',
  start: at(0),
  end: at(5040),
  outcome: 'failed',
  spans: [
    { service: 'gateway', start: at(0), end: at(5040), line_count: 2, error_count: 1 },
    {
      service: 'stock',
      caller: 0,
      called: at(0),
      start: at(10),
      end: at(5010),
      line_count: 2,
      error_count: 1,
    },
    {
      service: 'stock',
      caller: 0,
      called: at(5020),
      start: at(5030),
      end: at(5030),
      line_count: 1,
      error_count: 1,
      retry: 1,
    },
  ],
  gaps: [{ start: at(10), end: at(5010), usual_ms: 12, times: 40 }],
  line_count: 5,
  error_count: 3,
  first_error: LINES[2]!,
  comparison: {
    requests: 40,
    break_point: {
      last_good: LINES[1]!,
      unusual: LINES[2]!,
      missing: { service: 'stock', template_id: 't-reserved' },
    },
  },
  clock_skews: [],
  lines: LINES,
};

test('a request that failed: its calls as a tree, the gap, the first error, where others go on', () => {
  expect(describeRequest(FAILED, how)).toEqual([
    'req-7  failed',
    '2026-11-22 10:00:00 – 10:00:05 UTC, 5 s, 2 services, 5 lines, 3 errors',
    '',
    'gateway            +0 ms           5 s  2 lines, 1 error',
    '  stock ✗          +10 ms          5 s  2 lines, 1 error',
    '  stock (retry 1)  +5.030 s       0 ms  1 line, 1 error',
    'Gap: no lines for 5 s from +10 ms; between these two lines at most 12 ms in 40 cases',
    '',
    'First error  stock "Connection to <target> timed out"  +5.010 s',
    '',
    'Compared with 40 requests that began with the same line and succeeded:',
    '  last good step  stock "Reserving <sku>"  +10 ms',
    '  missing step    stock "Reserved <sku>"',
    '  came instead    stock "Connection to <target> timed out"  +5.010 s',
  ]);
});

test('with its lines, by their templates', () => {
  expect(describeRequest(FAILED, { ...how, with_lines: true }).slice(-5, -3)).toEqual([
    '+0 ms        INFO      gateway           GET <path>',
    '+10 ms       INFO      stock             Reserving <sku>',
  ]);
});

const { first_error: _error, ...SUCCEEDED } = {
  ...FAILED,
  outcome: 'succeeded' as const,
  error_count: 0,
  gaps: [],
};

test.each<{ name: string; story: RequestStoryResponse; said: RegExp }>([
  {
    name: 'that stops',
    story: {
      ...FAILED,
      comparison: {
        requests: 40,
        break_point: { last_good: LINES[1]!, missing: { service: 'stock', template_id: 't-reserved' } },
      },
    },
    said: /^ {2}came instead {4}no more lines$/m,
  },
  {
    name: 'that went as others',
    story: { ...SUCCEEDED, comparison: { requests: 1 } },
    said: /^Compared with 1 request that began with the same line and succeeded: it took the same steps\.$/m,
  },
  {
    name: 'that failed by its steps',
    story: { ...SUCCEEDED, outcome: 'failed', anomaly_id: 'sequence_1' },
    said: /^Its steps are part of the anomaly sequence_1$/m,
  },
  {
    name: 'without others',
    story: { ...SUCCEEDED, comparison: { requests: 0 } },
    said: /^Nothing to compare with: no request that began with the same line and succeeded is known\.$/m,
  },
  {
    name: 'of a clock that is ahead',
    story: {
      ...SUCCEEDED,
      clock_skews: [{ caller: 'gateway', callee: 'stock', ahead_ms: 490, requests: 41 }],
    },
    said: /^Times do not fit: stock ends 490 ms or more after its caller gateway in nearly all of 41 requests/m,
  },
  {
    name: 'whose id is used again',
    story: { ...SUCCEEDED, end: at(90 * 60_000), refused: 'too_long' },
    said: /^Its lines span 1\.5 h: the id is used again, or it is not that of a request\.$/m,
  },
])('a request $name', ({ story, said }) => {
  expect(describeRequest(story, how).join('\n')).toMatch(said);
});

test('of too many lines nothing is said of the outcome, and nothing is compared', () => {
  const { outcome: _outcome, ...story } = SUCCEEDED;
  const text = describeRequest({ ...story, line_count: 10_000, refused: 'too_many_lines' }, how).join('\n');
  expect(text).toMatch(/^req-7 {2}outcome unknown$/m);
  expect(text).toMatch(
    /^Too many lines have this id for one of a request: those of its last hour are here, at most 10,000\.$/m,
  );
  expect(text).not.toMatch(/Compared|compare with/);
});
