import { describe, expect, test } from 'vitest';
import { scoreFindings } from '../../bench/frequency/score_findings.ts';
import type { Injected } from '../../bench/frequency/simulated_counts.ts';

const DAY = 1440;
const injected = (kind: Injected['kind'], template: string, [start, end]: [number, number]): Injected => ({
  kind,
  template,
  service: 'svc-00',
  start,
  end,
  factor: 5,
});
const told = (template: string, [start, end]: [number, number], at = end) => ({
  template,
  start,
  end,
  told: at,
});
const scoreOf = (all: readonly ReturnType<typeof told>[], truth: readonly Injected[]) =>
  scoreFindings({ told: all, injected: truth, from: 0, to: DAY });

describe('findings are scored as the head of the simulator says', () => {
  const spike = injected('spike', 'a', [100, 120]);

  test.each([
    { why: 'in it', finding: told('a', [105, 106]), recall: 1, false_alarms: 0 },
    { why: 'nine minutes after its end', finding: told('a', [129, 140]), recall: 1, false_alarms: 0 },
    { why: 'ten minutes after its end', finding: told('a', [130, 140]), recall: 0, false_alarms: 1 },
    { why: 'before it', finding: told('a', [90, 100]), recall: 0, false_alarms: 1 },
    { why: 'of another template', finding: told('b', [105, 106]), recall: 0, false_alarms: 1 },
  ])('a finding $why: recall $recall, $false_alarms false', ({ finding, recall, false_alarms }) => {
    expect(scoreOf([finding], [spike])).toMatchObject({ recall, false_alarms_per_day: false_alarms });
  });

  test('false findings of a template that begin less than an hour after one another are one alarm', () => {
    const starts = [200, 259, 318, 378];
    const all = starts.map((start) => told('b', [start, start + 1]));
    expect(scoreOf(all, [spike]).false_alarms.map(({ start }) => start)).toEqual([200, 378]);
  });

  test.each([
    { why: 'told once within an hour', all: [told('b', [100, 110])], false_alarms: 0 },
    { why: 'told twice', all: [told('b', [100, 110]), told('b', [140, 150])], false_alarms: 1 },
    { why: 'told after an hour', all: [told('b', [160, 170])], false_alarms: 1 },
    { why: 'first told after an hour', all: [told('b', [150, 170], 161)], false_alarms: 1 },
  ])('a level shift that is $why: $false_alarms false', ({ all, false_alarms }) => {
    const shift = injected('level_shift', 'b', [100, DAY]);
    expect(scoreOf(all, [spike, shift]).false_alarms).toHaveLength(false_alarms);
  });

  test('how long it took is from the start until the end of the minute that told it', () => {
    expect(scoreOf([told('a', [100, 110], 104)], [spike]).minutes_to_tell).toBe(5);
  });
});
