import { describe, expect, test } from 'vitest';
import { atOnce } from '../../../ml-service/src/parse/in_slices.ts';
import {
  changedMinutes,
  type CountedLines,
  LineSums,
  linesOfTemplates,
  recounted,
} from '../../../ml-service/src/store/counted_lines.ts';

const row = (more: Partial<CountedLines> = {}): CountedLines => ({
  minute: 1,
  index: 'logs-a',
  status: 'parsed',
  template_id: 't1',
  service: 'shop',
  count: 2,
  ...more,
});

const changed = (...rows: Parameters<typeof changedMinutes>) => atOnce(changedMinutes(...rows));

test('rows of one kind add up', () => {
  const rows = [
    row(),
    row({ count: 3 }),
    row({ level: 'INFO' }),
    row({ index: 'logs-b' }),
    row({ minute: 2 }),
  ];
  expect(new LineSums(rows).rows()).toEqual([row({ count: 5 }), ...rows.slice(2)]);
  expect(rows[0]!.count).toBe(2);
});

describe('a minute that is counted anew', () => {
  const before = [row({ count: 20 }), row({ index: 'logs-b', count: 7 })];
  test.each([
    ['is replaced where all can be read', ['logs-a', 'logs-b'], [row()], [row()]],
    ['keeps what lies where nothing can be read', ['logs-b'], [], [row({ count: 20 })]],
    [
      'grows by what a new index holds',
      ['logs-c'],
      [row({ index: 'logs-c' })],
      [...before, row({ index: 'logs-c' })],
    ],
    [
      'passes over what was read of an index that closed meanwhile',
      ['logs-b'],
      [row()],
      [row({ count: 20 })],
    ],
  ])('%s', (_what, readable, now, expected) => {
    expect(recounted({ before, now, readable: new Set(readable) })).toEqual(expected);
  });
});

test('minutes change by what is counted; the order of rows says nothing', () => {
  const [one, two] = [row(), row({ service: 'web' })];
  expect(changed([one, two], [two, one])).toEqual([]);
  expect(changed([one, two], [two])).toEqual([1]);
  expect(changed([one], [row({ count: 3 })])).toEqual([1]);
  expect(changed([one], [row({ status: 'unknown' })])).toEqual([1]);
  expect(changed([one], [one, row({ minute: 2 })])).toEqual([2]);
});

test('detectors judge templates', () => {
  const { template_id: _none, ...unknown } = row({ status: 'unknown', count: 9 });
  expect([...linesOfTemplates([row(), unknown], (id) => `live_${id}`)]).toEqual([
    { minute: 1, template_id: 'live_t1', service: 'shop', data_stream: 'logs-a', count: 2 },
  ]);
});
