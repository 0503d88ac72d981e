import type { Detector, Observation, Verdict } from './detector.ts';
import { atOnce, type Steps } from '../parse/in_slices.ts';
import { type Finding, latestFindings } from './findings/finding.ts';
import { subjectKeyOf } from './findings/subject.ts';
import type { DetectionState } from './state/detection_state.ts';

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
}

/** Which minutes are judged, by whom and by what. */
export interface MinutesDrive extends Pick<Observation, 'counts' | 'templates'> {
  readonly detectors: readonly Detector[];
  /** What was remembered until `from`; afterwards it is what is remembered until `to`. */
  readonly state: DetectionState;
  readonly from: number;
  readonly to: number;
}

/**
 * The driver of detectors whose source is minutes: judges the minutes [from, to) one by one. A range in one run or in two,
 * with the same state, gives the same findings. Minutes that the state says are judged are left out, so that a repeated
 * call does nothing. Unknown minutes cost nothing, however many.
 *
 * @example
 * const state = new DetectionState();
 * const { findings } = driveMinutes({ detectors: [frequencyDetector()], state, counts, templates, from, to });
 */
export function driveMinutes(drive: MinutesDrive): DetectionRun {
  return atOnce(driveMinutesInSteps(drive));
}

/** Does the same in steps: of a minute, those of each detector. */
export function* driveMinutesInSteps({
  detectors,
  state,
  counts,
  templates,
  from,
  to,
}: MinutesDrive): Steps<DetectionRun> {
  const begin = Math.max(from, state.evaluated_until ?? from);
  const minutes = counts.knownMinutes({ from: begin, to });
  const findings: Finding[] = [];
  const tallies = new Map<string, VerdictTally>();
  for (const minute of minutes) {
    for (const detector of detectors) {
      const series = state.of(detector);
      const evaluation = yield* detector.evaluateInSteps({
        minute,
        counts,
        templates,
        state: series.entries,
        profiles: state.profiles.entries,
      });
      for (const finding of evaluation.findings) {
        if (!series.has(subjectKeyOf(finding.subject), minute)) findings.push(finding);
      }
      series.apply(evaluation.changes, minute);
      if (evaluation.learned !== undefined) state.profiles.apply(evaluation.learned, minute);
      for (const verdict of evaluation.verdicts) tally(tallies, verdict);
      yield;
    }
  }
  state.evaluated_until = Math.max(begin, to);
  return {
    findings: latestFindings(findings),
    verdicts: [...tallies.values()],
    unknown_minutes: Math.max(0, to - begin) - minutes.length,
  };
}

/** What runs over ranges in a row found together. */
export function joinRuns(runs: readonly DetectionRun[]): DetectionRun {
  const verdicts = new Map<string, VerdictTally>();
  for (const tally of runs.flatMap((run) => run.verdicts)) {
    const key = `${tally.detector} ${tally.kind}`;
    verdicts.set(key, { ...tally, minutes: tally.minutes + (verdicts.get(key)?.minutes ?? 0) });
  }
  return {
    findings: latestFindings(runs.flatMap(({ findings }) => findings)),
    verdicts: [...verdicts.values()],
    unknown_minutes: runs.reduce((sum, run) => sum + run.unknown_minutes, 0),
  };
}

function tally(tallies: Map<string, VerdictTally>, last: Verdict): void {
  const { detector, kind } = last;
  const key = `${detector} ${kind}`;
  tallies.set(key, { detector, kind, minutes: (tallies.get(key)?.minutes ?? 0) + 1, last });
}
