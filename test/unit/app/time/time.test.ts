import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeFormat, formatAge } from '../../../../public/time/format_time.ts';
import { resolveRange, selectionOf } from '../../../../public/time/time_selection.ts';

const NOW = new Date('2026-01-15T15:00:00.000Z');

describe('the range of a selection', () => {
  test.each([
    ['now-1h', 'now', '2026-01-15T14:00:00.000Z', '2026-01-15T15:00:00.000Z'],
    ['2026-01-01T00:00:00Z', 'now-1d', '2026-01-01T00:00:00.000Z', '2026-01-14T15:00:00.000Z'],
    ['2026-01-01', '2026-01-02T00:00:00+01:00', '2026-01-01T00:00:00.000Z', '2026-01-01T23:00:00.000Z'],
  ])('%s to %s', (from, to, start, end) => {
    expect(resolveRange({ from, to }, NOW)).toEqual({ from: start, to: end });
  });
  test.each([
    ['now', 'now-1h'],
    ['now', 'now'],
    ['yesterday-ish', 'now'],
    ['now-1h', '1e9'],
    ['now-1parsec', 'now'],
    ['2026-99-99', 'now'],
  ])('%s to %s is none', (from, to) => {
    expect(resolveRange({ from, to }, NOW)).toBeUndefined();
  });
});

const KIBANA = { from: 'now-2h', to: 'now', refresh_ms: 60_000 };

describe('the selection of a link', () => {
  test.each([
    ['nothing', {}, KIBANA],
    ['a time', { from: 'now-15m', refresh: '0' }, { from: 'now-15m', to: 'now', refresh_ms: 0 }],
    ['a refresh that is too fast', { refresh: '1' }, { ...KIBANA, refresh_ms: 1000 }],
    ['a refresh that is none', { refresh: 'often' }, KIBANA],
    ['a time that is none', { from: 'x', to: 'y', refresh: '30000' }, { ...KIBANA, refresh_ms: 30_000 }],
    [
      "the state of Kibana's apps",
      { _g: '(refreshInterval:(pause:!t,value:5000),time:(from:now-3d,to:now-1d))' },
      { from: 'now-3d', to: 'now-1d', refresh_ms: 0 },
    ],
    ['a state that says nothing of time', { _g: '(filters:!())' }, KIBANA],
    ['a state that is none', { _g: '(((' }, KIBANA],
  ] as const)('with %s', (_what, params, selection) => {
    expect(selectionOf(params, KIBANA)).toEqual(selection);
  });
  test('always means a range, whatever somebody wrote', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (from, to, refresh, _g) => {
        const selection = selectionOf({ from, to, refresh, _g }, { from: '?', to: '', refresh_ms: NaN });
        expect(resolveRange(selection, new Date())).toBeDefined();
        expect(selection.refresh_ms === 0 || selection.refresh_ms >= 1000).toBe(true);
      }),
    );
  });
});

describe('times as people read them', () => {
  const KIBANA = 'MMM D, YYYY @ HH:mm:ss.SSS';
  const berlin = { zone: 'Europe/Berlin', now: () => NOW.getTime() };
  const format = createTimeFormat({ ...berlin, date_format: KIBANA });
  test('in the zone that Kibana is set to, with the day and the year where they are others', () => {
    expect(format.short('2026-01-15T14:06:07.123Z')).toBe('15:06:07');
    expect(format.short('2026-01-14T14:06:07.123Z')).toBe('Jan 14, 15:06:07');
    // In Berlin it is the year of today.
    expect(format.short('2025-12-31T23:30:00.000Z')).toBe('Jan 1, 00:30:00');
    expect(format.short('2025-01-15T14:06:07.123Z')).toBe('Jan 15, 2025, 15:06:07');
    expect(format.full('2026-01-15T14:06:07.123Z')).toBe('Jan 15, 2026 @ 15:06:07.123');
    expect(format.zone).toBe('Europe/Berlin');
  });
  test('with the day of today, too, where the page looks at more than a day', () => {
    const { short } = createTimeFormat({ ...berlin, date_format: KIBANA, is_dated: true });
    expect(short('2026-01-15T14:06:07.123Z')).toBe('Jan 15, 15:06:07');
  });
  test('as the user wants dates to be written', () => {
    const german = createTimeFormat({ ...berlin, date_format: 'DD.MM.YYYY HH:mm:ss.SSS' });
    expect(german.short('2026-01-14T14:06:07.123Z')).toBe('14.01., 15:06:07');
    expect(german.full('2026-01-15T14:06:07.123Z')).toBe('15.01.2026 15:06:07.123');
    const american = createTimeFormat({ ...berlin, date_format: 'MM/DD/YYYY hh:mm:ss a' });
    expect(american.short('2026-01-15T14:06:07.123Z')).toBe('03:06:07 pm');
    expect(american.dated('2026-01-14T14:06:07.123Z')).toBe('01/14, 03:06 pm');
  });
  test.each([
    ['2026-01-15T14:56:00Z', '4 min ago'],
    ['2026-01-15T14:59:59.900Z', 'just now'],
    ['2026-01-15T15:00:05Z', 'just now'],
  ])('%s is %s', (time, text) => {
    expect(formatAge({ time, now: NOW.getTime() })).toBe(text);
  });
});
