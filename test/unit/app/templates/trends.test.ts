import { describe, expect, it } from 'vitest';
import { levelMixText, levelParts } from '../../../../public/templates/level_mix.ts';
import { emptyTrend, trendsOf } from '../../../../public/templates/trends.ts';

const COUNTS = {
  known: [true, true, false],
  series: [
    { template_id: 'a', level: 'INFO' as const, total: 2, counts: [1, 1, 0] },
    { template_id: 'b', level: 'WARN' as const, total: 5, counts: [5, 0, 0] },
    { template_id: 'b', level: 'FATAL' as const, total: 1, counts: [0, 1, 0] },
    { template_id: 'b', total: 3, counts: [0, 3, 0] },
    { total: 9, counts: [9, 0, 0] },
  ],
};

describe('trends', () => {
  it('are summed by kind, the largest first', () => {
    expect([...trendsOf(COUNTS, ({ template_id }) => template_id)]).toEqual([
      [
        'b',
        {
          total: 9,
          counts: [5, 4, 0],
          by_group: { error: 1, warning: 5, other: 3 },
          by_level: { WARN: 5, FATAL: 1 },
        },
      ],
      [
        'a',
        { total: 2, counts: [1, 1, 0], by_group: { error: 0, warning: 0, other: 2 }, by_level: { INFO: 2 } },
      ],
    ]);
  });

  it('of nothing are empty', () => {
    expect(emptyTrend(2)).toEqual({
      total: 0,
      counts: [0, 0],
      by_group: { error: 0, warning: 0, other: 0 },
      by_level: {},
    });
  });
});

describe('the mix of levels', () => {
  it.each([
    { by_group: { error: 0, warning: 0, other: 0 }, text: '' },
    { by_group: { error: 0, warning: 0, other: 7 }, text: 'Other lines 7 (100 %)' },
    { by_group: { error: 1, warning: 0, other: 3 }, text: 'Errors 1 (25.0 %), Other lines 3 (75.0 %)' },
    { by_group: { error: 1, warning: 4999, other: 0 }, text: 'Errors 1 (<0.1 %), Warnings 4,999 (99.9 %)' },
  ])('$text', ({ by_group, text }) => {
    expect(levelMixText(levelParts(by_group))).toBe(text);
  });
});
