import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestStoryResponse } from '../../../../common/api.ts';
import type { Level } from '../../../../common/levels.ts';
import { MIN_BAR, waterfallOf } from '../../../../public/requests/waterfall.ts';

const ORIGIN = Date.parse('2026-01-15T14:06:00.000Z');
const at = (ms: number) => new Date(ORIGIN + ms).toISOString();

type Story = Parameters<typeof waterfallOf>[0];
type Hop = RequestStoryResponse['hops'][number];

function hopOf(service: string, start: number, end: number, error_count = 0): Hop {
  return { service, start: at(start), end: at(end), line_count: 2, error_count, template_ids: [] };
}

function lineOf(service: string, ms: number, level?: Level): RequestStoryResponse['lines'][number] {
  return {
    '@timestamp': at(ms),
    service,
    ...(level && { level }),
    reference: { _index: 'logs-shop-default', _id: `${service}-${ms}` },
  };
}

const FAILED: Story = {
  start: at(0),
  end: at(1000),
  hops: [hopOf('gateway', 0, 1000), hopOf('inventory', 250, 750, 1), hopOf('audit', 500, 500)],
  lines: [
    lineOf('gateway', 0, 'INFO'),
    lineOf('inventory', 250, 'ERROR'),
    lineOf('audit', 500),
    lineOf('inventory', 750, 'WARN'),
    lineOf('gateway', 1000, 'INFO'),
  ],
  first_error: { '@timestamp': at(250), service: 'inventory' },
};

describe('waterfallOf', () => {
  it('lays hops out as shares of the whole time', () => {
    expect(waterfallOf(FAILED).rows.map(({ service, left, width }) => ({ service, left, width }))).toEqual([
      { service: 'gateway', left: 0, width: 1 },
      { service: 'inventory', left: 0.25, width: 0.5 },
      { service: 'audit', left: 0.5, width: 0 },
    ]);
  });

  it('marks lines in the row of their service, errors last', () => {
    expect(waterfallOf(FAILED).rows[1]!.marks).toEqual([
      { position: 0.75, offset_ms: 750, level: 'WARN', group: 'warning' },
      { position: 0.25, offset_ms: 250, level: 'ERROR', group: 'error' },
    ]);
  });

  it('marks the first error in the row of its service only', () => {
    expect(waterfallOf(FAILED).rows.map(({ first_error }) => first_error)).toEqual([
      undefined,
      { position: 0.25, offset_ms: 250 },
      undefined,
    ]);
  });

  it('names round times on the axis', () => {
    expect(waterfallOf(FAILED).ticks.map(({ offset_ms }) => offset_ms)).toEqual([
      0, 200, 400, 600, 800, 1000,
    ]);
  });

  it('gives a short hop at the very end a width that stays on the axis', () => {
    const { rows } = waterfallOf({ ...FAILED, hops: [hopOf('late', 999, 1000)], lines: [] });
    expect(rows[0]).toMatchObject({ left: 1 - MIN_BAR, width: MIN_BAR });
  });

  it('has an axis for a request of a single moment', () => {
    const { rows, ticks } = waterfallOf({
      start: at(0),
      end: at(0),
      hops: [hopOf('gateway', 0, 0)],
      lines: [lineOf('gateway', 0)],
    });
    expect(rows[0]).toMatchObject({ left: 0, width: 0, marks: [{ position: 0 }] });
    expect(ticks.map(({ offset_ms }) => offset_ms)).toEqual([0, 1]);
  });

  it('leaves out lines of services that have no hop', () => {
    const { rows } = waterfallOf({ ...FAILED, lines: [lineOf('stranger', 1)] });
    expect(rows.flatMap(({ marks }) => marks)).toEqual([]);
  });

  it('keeps every request on its axis, in the order of its hops', () => {
    const moment = fc.integer({ min: 0, max: 10_000_000 });
    const hops = fc.uniqueArray(fc.record({ service: fc.string(), one: moment, other: moment }), {
      minLength: 1,
      maxLength: 30,
      selector: ({ service }) => service,
    });
    fc.assert(
      fc.property(hops, (given) => {
        const all = given.map(({ service, one, other }) =>
          hopOf(service, Math.min(one, other), Math.max(one, other)),
        );
        const times = given.flatMap(({ one, other }) => [one, other]);
        const { rows } = waterfallOf({
          start: at(Math.min(...times)),
          end: at(Math.max(...times)),
          hops: all,
          lines: given.flatMap(({ service, one, other }) => [lineOf(service, one), lineOf(service, other)]),
        });
        expect(rows.map(({ service }) => service)).toEqual(all.map(({ service }) => service));
        for (const { left, width, marks, start_ms, end_ms } of rows) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
          if (start_ms === end_ms) expect(width).toBe(0);
          else expect(width).toBeGreaterThanOrEqual(MIN_BAR);
          expect(marks).toHaveLength(2);
          for (const { position } of marks) {
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});
