import * as z from 'zod';
import { DAY_MS, MINUTE_MS } from '../../common/minutes.ts';
import { Band } from '../../common/rules/rule_params.ts';

/** What is active on the day before a rule is made is news for it; what was found earlier is not. */
const FIRST_LOOK_BACK_MS = DAY_MS;

/**
 * What a rule of what has a score remembers from run to run. Kibana keeps it; it is some 60 bytes for each alert, of which Kibana
 * allows 1,000 (`xpack.alerting.rules.run.alerts.max`).
 */
const ScoredRuleState = z.object({
  /** Of what is active only what was detected, or got worse, since then is told. Milliseconds. */
  since: z.number(),
  /** Of what has ended already only what was detected, or got worse, after that. Milliseconds. */
  after: z.number(),
  /** The alerts, by id of their record: the highest band that was told. */
  alerts: z.record(z.string(), Band),
  /** Those that have ended and would be found again, and the moment of their last news. */
  told: z.record(z.string(), z.number()),
});
export type ScoredRuleState = z.infer<typeof ScoredRuleState>;

/** @param now - When the run began, milliseconds since the epoch. */
export function readState(state: unknown, now: number): ScoredRuleState {
  const parsed = ScoredRuleState.safeParse(state);
  return parsed.data ?? { since: now - FIRST_LOOK_BACK_MS, after: now, alerts: {}, told: {} };
}

/**
 * Documents are seen some seconds after their moment, the clocks of service and Kibana differ, and what is interim is told
 * when it is no longer: so each run looks back a little, and leaves out what it told.
 */
const OVERLAP_MS = 5 * MINUTE_MS;
/** More alerts that ended within the overlap than Kibana allows at once. */
const MOST_TOLD = 2000;

/** From when on the next run looks for what has ended, and what of that was told. */
export function nextOverlap({
  after,
  told,
  now,
}: {
  readonly after: number;
  readonly told: Readonly<Record<string, number>>;
  readonly now: number;
}): Pick<ScoredRuleState, 'after' | 'told'> {
  const from = Math.max(after, now - OVERLAP_MS);
  const newestFirst = Object.entries(told)
    .filter(([, news]) => news > from)
    .sort(([, a], [, b]) => b - a);
  // Whom there is no room to remember is not looked for any more.
  const forgotten = newestFirst[MOST_TOLD]?.[1] ?? from;
  return {
    after: forgotten,
    told: Object.fromEntries(newestFirst.filter(([, news]) => news > forgotten)),
  };
}
