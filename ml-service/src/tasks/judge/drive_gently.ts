import type { Detector, Observation } from '../../detect/detector.ts';
import { driveMinutes, type DetectionRun, type VerdictTally } from '../../detect/drive_minutes.ts';
import { type Finding, latestFindings } from '../../detect/findings/finding.ts';
import type { DetectionState } from '../../detect/state/detection_state.ts';

/** Judges as {@link driveMinutes} does, and lets others have the processor after each minute. */
export async function driveGently(options: {
  detectors: readonly Detector[];
  state: DetectionState;
  counts: Observation['counts'];
  templates: Observation['templates'];
  from: number;
  to: number;
  pause: () => Promise<void>;
}): Promise<DetectionRun> {
  const { from, to, counts, pause } = options;
  const runs: DetectionRun[] = [];
  // Behind each known minute, and behind the last one: what lies between is unknown.
  for (const end of [...counts.knownMinutes({ from, to }).map((minute) => minute + 1), to]) {
    runs.push(driveMinutes({ ...options, to: end }));
    await pause();
  }
  return joinRuns(runs);
}

/** What runs over ranges in a row found together. */
export function joinRuns(runs: readonly DetectionRun[]): DetectionRun {
  const verdicts = new Map<string, VerdictTally>();
  for (const tally of runs.flatMap((run) => run.verdicts)) {
    const key = `${tally.detector} ${tally.kind}`;
    verdicts.set(key, { ...tally, minutes: tally.minutes + (verdicts.get(key)?.minutes ?? 0) });
  }
  return {
    findings: latestFindings(runs.flatMap((run): readonly Finding[] => run.findings)),
    verdicts: [...verdicts.values()],
    unknown_minutes: runs.reduce((sum, run) => sum + run.unknown_minutes, 0),
  };
}
