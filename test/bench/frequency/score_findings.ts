import type { Injected } from './simulated_counts.ts';

/** What was found of a template, minutes [start, end), and at the end of which minute it was first told. */
export interface Told {
  readonly template: string;
  readonly start: number;
  readonly end: number;
  readonly told: number;
}

/** How good findings are. */
export interface FindingScore {
  readonly recall: number;
  readonly false_alarms_per_day: number;
  readonly found: number;
  readonly injected: number;
  readonly recall_by_kind: Readonly<Record<string, number>>;
  /** From the start of what was injected until it was told, the median of what was found. */
  readonly minutes_to_tell: number;
  readonly missed: readonly Injected[];
  readonly false_alarms: readonly Told[];
}

/** A finding is of what was injected up to so many minutes after its end. */
const GRACE_MINUTES = 10;
/** Findings of one template less than this apart are one alarm; a level shift may be told once in as many minutes. */
const HOUR = 60;
const DAY = 1440;

/**
 * Scores findings as the simulator's head defines it: one is true where it names the template and overlaps the injected
 * anomaly until ten minutes after its end; a level shift may be told once within an hour; all others are false, those of
 * one template that begin less than an hour after one another are one alarm.
 */
export function scoreFindings({
  told,
  injected,
  from,
  to,
}: {
  readonly told: readonly Told[];
  readonly injected: readonly Injected[];
  /** The range that is scored. */
  readonly from: number;
  readonly to: number;
}): FindingScore {
  const anomalies = injected.filter(({ kind }) => kind !== 'level_shift');
  const isOf = (one: Told, { template, start, end }: Injected) =>
    one.template === template && one.start < end + GRACE_MINUTES && one.end > start;
  const shifts = injected.filter(({ kind }) => kind === 'level_shift');
  const told_shifts = new Set<Injected>();
  const wrong = [...told]
    .filter(({ start, end }) => start < to && end > from)
    .sort((a, b) => a.start - b.start)
    .filter((one) => {
      if (anomalies.some((anomaly) => isOf(one, anomaly))) return false;
      const shift = shifts.find(
        ({ template, start }) =>
          one.template === template && one.end > start && one.start < start + HOUR && one.told < start + HOUR,
      );
      if (shift === undefined || told_shifts.has(shift)) return true;
      told_shifts.add(shift);
      return false;
    });
  const false_alarms: Told[] = [];
  const starts = new Map<string, number>();
  for (const one of wrong) {
    const before = starts.get(one.template) ?? -Infinity;
    if (one.start - before >= HOUR) false_alarms.push(one);
    starts.set(one.template, one.start);
  }
  const delays = anomalies.map((anomaly) =>
    told
      .filter((one) => isOf(one, anomaly))
      .reduce((least, one) => Math.min(least, one.told + 1 - anomaly.start), Infinity),
  );
  const missed = anomalies.filter((_, index) => delays[index] === Infinity);
  const found = delays.filter((delay) => delay < Infinity).sort((a, b) => a - b);
  const kinds = Map.groupBy(anomalies, ({ kind }) => kind);
  return {
    recall: found.length / anomalies.length,
    false_alarms_per_day: (false_alarms.length * DAY) / (to - from),
    found: found.length,
    injected: anomalies.length,
    recall_by_kind: Object.fromEntries(
      [...kinds].map(([kind, all]) => [
        kind,
        1 - missed.filter((one) => one.kind === kind).length / all.length,
      ]),
    ),
    minutes_to_tell: found[Math.floor(found.length / 2)] ?? NaN,
    missed,
    false_alarms,
  };
}
