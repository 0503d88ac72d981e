import { MINUTE_MS, minuteOf } from '../../../../common/minutes.ts';
import type { Detector } from '../../detect/detector.ts';
import type { VerdictTally } from '../../detect/drive_minutes.ts';
import type { StateStore } from '../../ports/state.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { TimeRange } from '../../ports/time.ts';
import { countedUntil, readCountState } from '../cycle/count_state.ts';
import type { JudgeRangeOptions } from '../judge/judge_range.ts';
import { knownTemplatesOf } from './known_templates.ts';

/** What jobs judge by. */
export interface JudgingOptions {
  readonly detectors: readonly Detector[];
  readonly history_minutes: number;
  /** A minute is judged this long after its end: later ones are left to the live tasks. */
  readonly lag_ms: number;
  /** What ended longer ago when it is found is recorded, and alerts nobody. */
  readonly alert_max_age_ms: number;
}

/**
 * How a block of a past range is judged; undefined where none of its minutes is over.
 *
 * @param options.range - An episode that goes on at the end of the block is left to the next one, which begins before.
 */
export async function judgingOf(
  block: TimeRange,
  {
    range,
    ports,
    lag_ms,
    detectors,
    history_minutes,
    alert_max_age_ms,
  }: JudgingOptions & {
    readonly range: TimeRange;
    readonly ports: {
      readonly templates: TemplateStore;
      readonly state: Pick<StateStore, 'read'>;
      readonly now: () => number;
    };
  },
): Promise<Omit<JudgeRangeOptions, 'ports'> | undefined> {
  const ended = minuteOf(ports.now() - lag_ms);
  const from = minuteOf(block.from);
  const to = Math.min(ended, Math.ceil(block.to / MINUTE_MS));
  if (from >= to) return undefined;
  return {
    detectors,
    catalog: knownTemplatesOf(await ports.templates.load()),
    from,
    to,
    watermark: countedUntil(await readCountState(ports.state)),
    alerts_from: ports.now() - alert_max_age_ms,
    is_continued: block.to < range.to && to < ended,
    history_minutes,
  };
}

/** Adds to the minutes by detector and verdict. */
export function addVerdicts(
  sums: Record<string, Record<string, number>>,
  verdicts: readonly VerdictTally[],
): void {
  for (const { detector, kind, minutes } of verdicts) {
    const tally = (sums[detector] ??= {});
    tally[kind] = (tally[kind] ?? 0) + minutes;
  }
}
