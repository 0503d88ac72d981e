import { z } from 'zod';
import type { Detector, Observation, Verdict } from './detector.ts';
import { type Finding, latestFindings } from './findings/finding.ts';

/** What a run hands to the next one: plain JSON, kept in `log-ai-state`. */
export const RunState = z.strictObject({
  /** Minutes before this one are judged. */
  evaluated_until: z.int().optional(),
  /** The state of each detector by its name. */
  detectors: z.record(z.string(), z.unknown()),
});
export type RunState = z.infer<typeof RunState>;

/** How many minutes of a run got one kind of verdict of one detector. */
export interface VerdictTally {
  readonly detector: string;
  readonly kind: Verdict['kind'];
  readonly minutes: number;
  readonly last: Verdict;
}

/** What a run found. */
export interface DetectionRun {
  /** Each finding once, as it stood at the end of the run. */
  readonly findings: readonly Finding[];
  readonly verdicts: readonly VerdictTally[];
  /** Minutes of the range that nothing covers, and so were not judged. */
  readonly unknown_minutes: number;
  readonly state: RunState;
}

/**
 * Judges the minutes [from, to) one by one. A range in one run or in two, the state handed over, gives the same findings.
 * Minutes that the state says are judged are left out, so that a repeated call does nothing; to judge a past range anew
 * (a backfill), begin without a state: the ids are the same. Unknown minutes cost nothing, however many.
 *
 * @example
 * const { findings, state } = runDetectors({ detectors: [frequencyDetector()], counts, templates, from, to });
 */
export function runDetectors({
  detectors,
  counts,
  templates,
  from,
  to,
  state = { detectors: {} },
}: {
  readonly detectors: readonly Detector[];
  readonly from: number;
  readonly to: number;
  readonly state?: RunState | undefined;
} & Pick<Observation, 'counts' | 'templates'>): DetectionRun {
  const begin = Math.max(from, state.evaluated_until ?? from);
  const minutes = counts.knownMinutes({ from: begin, to });
  const states = { ...state.detectors };
  const findings: Finding[] = [];
  const tallies = new Map<string, VerdictTally>();
  for (const minute of minutes) {
    for (const detector of detectors) {
      const evaluation = detector.evaluate({ minute, counts, templates, state: states[detector.name] });
      states[detector.name] = evaluation.state;
      findings.push(...evaluation.findings);
      for (const verdict of evaluation.verdicts) tally(tallies, verdict);
    }
  }
  return {
    findings: latestFindings(findings),
    verdicts: [...tallies.values()],
    unknown_minutes: Math.max(0, to - begin) - minutes.length,
    state: { evaluated_until: Math.max(begin, to), detectors: states },
  };
}

function tally(tallies: Map<string, VerdictTally>, last: Verdict): void {
  const { detector, kind } = last;
  const key = `${detector} ${kind}`;
  tallies.set(key, { detector, kind, minutes: (tallies.get(key)?.minutes ?? 0) + 1, last });
}
