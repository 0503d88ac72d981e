import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestStoryResponse } from '../../../../common/api.ts';
import type { Level } from '../../../../common/levels.ts';
import { MIN_BAR, MOST_ROWS, waterfallOf } from '../../../../public/requests/waterfall.ts';

const ORIGIN = Date.parse('2026-01-15T14:06:00.000Z');
const at = (ms: number) => new Date(ORIGIN + ms).toISOString();

type Story = Parameters<typeof waterfallOf>[0];
type Span = RequestStoryResponse['spans'][number];

function spanOf(service: string, start: number, end: number, more: Partial<Span> = {}): Span {
  return { service, start: at(start), end: at(end), line_count: 2, error_count: 0, ...more };
}

function lineOf(span: number, ms: number, level?: Level): RequestStoryResponse['lines'][number] {
  return {
    '@timestamp': at(ms),
    service: `service-${span}`,
    ...(level && { level }),
    reference: { _index: 'logs-shop-default', _id: `${span}-${ms}` },
    span,
  };
}

const FAILED: Story = {
  start: at(0),
  end: at(1000),
  spans: [
    spanOf('gateway', 0, 1000),
    spanOf('inventory', 250, 750, { caller: 0, error_count: 1 }),
    spanOf('audit', 500, 500, { caller: 0 }),
    spanOf('stock', 600, 700, { caller: 1, retry: 2 }),
  ],
  gaps: [{ start: at(250), end: at(500), usual_ms: 10, times: 40 }],
  lines: [
    lineOf(0, 0, 'INFO'),
    lineOf(1, 250, 'ERROR'),
    lineOf(2, 500),
    lineOf(1, 750, 'WARN'),
    lineOf(0, 1000, 'INFO'),
  ],
  first_error: lineOf(1, 250, 'ERROR'),
};
const BARE: Pick<Story, 'gaps' | 'lines'> = { gaps: [], lines: [] };

describe('waterfallOf', () => {
  it('lays spans out as shares of the whole time, each below its caller', () => {
    expect(
      waterfallOf(FAILED).rows.map(({ service, depth, left, width }) => ({ service, depth, left, width })),
    ).toEqual([
      { service: 'gateway', depth: 0, left: 0, width: 1 },
      { service: 'inventory', depth: 1, left: 0.25, width: 0.5 },
      { service: 'stock', depth: 2, left: 0.6, width: expect.closeTo(0.1) as number },
      { service: 'audit', depth: 1, left: 0.5, width: 0 },
    ]);
  });

  it('says which are retries', () => {
    expect(waterfallOf(FAILED).rows.map(({ retry }) => retry)).toEqual([undefined, undefined, 2, undefined]);
  });

  it('lays out gaps', () => {
    expect(waterfallOf(FAILED).gaps).toEqual([
      { left: 0.25, width: 0.25, start_ms: 250, wait_ms: 250, usual_ms: 10, times: 40 },
    ]);
  });

  it('marks lines in the row of their span, errors last', () => {
    expect(waterfallOf(FAILED).rows[1]!.marks).toEqual([
      { position: 0.75, offset_ms: 750, level: 'WARN', group: 'warning', count: 1 },
      { position: 0.25, offset_ms: 250, level: 'ERROR', group: 'error', count: 1 },
    ]);
  });

  it('has one mark for lines of one place, as grave as the gravest', () => {
    const lines = [lineOf(0, 100, 'INFO'), lineOf(0, 100, 'FATAL'), lineOf(0, 101, 'WARN')];
    expect(waterfallOf({ ...FAILED, lines }).rows[0]!.marks).toEqual([
      { position: 0.1, offset_ms: 100, level: 'FATAL', group: 'error', count: 3 },
    ]);
  });

  it('marks the first error in the row of its span only', () => {
    expect(waterfallOf(FAILED).rows.map(({ first_error }) => first_error)).toEqual([
      undefined,
      { position: 0.25, offset_ms: 250 },
      undefined,
      undefined,
    ]);
  });

  it('names round times on the axis', () => {
    expect(waterfallOf(FAILED).ticks.map(({ offset_ms }) => offset_ms)).toEqual([
      0, 200, 400, 600, 800, 1000,
    ]);
  });

  it('gives a short span at the very end a width that stays on the axis', () => {
    const { rows } = waterfallOf({
      ...BARE,
      start: at(0),
      end: at(1000),
      spans: [spanOf('late', 999, 1000)],
    });
    expect(rows[0]).toMatchObject({ left: 1 - MIN_BAR, width: MIN_BAR });
  });

  it('has an axis for a request of a single moment', () => {
    const { rows, ticks } = waterfallOf({
      start: at(0),
      end: at(0),
      spans: [spanOf('gateway', 0, 0)],
      gaps: [],
      lines: [lineOf(0, 0)],
    });
    expect(rows[0]).toMatchObject({ left: 0, width: 0, marks: [{ position: 0 }] });
    expect(ticks.map(({ offset_ms }) => offset_ms)).toEqual([0, 1]);
  });

  it('stays bounded for ten thousand lines of thousands of calls, with the one that failed first and its callers', () => {
    const spans = Array.from({ length: 5000 }, (_, span) =>
      spanOf(`service-${span}`, span, span + 1, span === 0 ? {} : { caller: span === 4999 ? 4000 : 0 }),
    );
    const lines = Array.from({ length: 10_000 }, (_, index) => lineOf(index >> 1, index / 2));
    const { rows, hidden } = waterfallOf({
      start: at(0),
      end: at(5000),
      spans,
      gaps: [],
      lines,
      first_error: lineOf(4999, 4999, 'ERROR'),
    });
    expect([rows.length, hidden]).toEqual([MOST_ROWS, 5000 - MOST_ROWS]);
    expect(rows.map(({ span }) => span)).toEqual(expect.arrayContaining([0, 1, 4000, 4999]));
    expect(rows.flatMap(({ marks }) => marks).length).toBeLessThan(2500);
    const [busy] = waterfallOf({
      start: at(0),
      end: at(10_000),
      spans: [spanOf('loop', 0, 10_000)],
      gaps: [],
      lines: Array.from({ length: 10_000 }, (_, index) => lineOf(0, index)),
    }).rows;
    expect(busy!.marks.length).toBeLessThan(250);
    expect(busy!.marks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });

  it('keeps every request on its axis', () => {
    const moment = fc.integer({ min: 0, max: 10_000_000 });
    const given = fc.array(fc.record({ service: fc.string(), one: moment, other: moment }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(given, (spans) => {
        const times = spans.flatMap(({ one, other }) => [one, other]);
        const { rows } = waterfallOf({
          start: at(Math.min(...times)),
          end: at(Math.max(...times)),
          spans: spans.map(({ service, one, other }) =>
            spanOf(service, Math.min(one, other), Math.max(one, other)),
          ),
          gaps: [],
          lines: spans.flatMap(({ one, other }, index) => [lineOf(index, one), lineOf(index, other)]),
        });
        expect(rows.map(({ service }) => service)).toEqual(spans.map(({ service }) => service));
        for (const { left, width, marks, start_ms, end_ms } of rows) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
          if (start_ms === end_ms) expect(width).toBe(0);
          else expect(width).toBeGreaterThanOrEqual(MIN_BAR);
          expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(2);
          for (const { position } of marks) {
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});
