import type { HttpServices } from '../ports/api.ts';
import type { ServiceParts } from './service_parts.ts';
import type { DetectVerdict } from '../../../common/api.ts';
import type { DetectionRun } from '../detect/drive_minutes.ts';

/** Work of the tasks that a caller asks for now. */
export function detectionServices({ runner }: Pick<ServiceParts, 'runner'>): Pick<HttpServices, 'learn'> {
  return { learn: async () => (await runner.runCycleNow()).learned };
}

/**
 * The verdicts of a run in the shape of the API. They say how the detectors are at its end: that of its first minutes one
 * knew too little is not told of a detector that judges by now.
 */
export function detectVerdicts(verdicts: DetectionRun['verdicts']): DetectVerdict[] {
  const told = verdicts.filter(
    ({ detector, kind, last }) =>
      kind !== 'insufficient_history' ||
      !verdicts.some(
        (later) => later.detector === detector && later.kind === 'judged' && later.last.minute > last.minute,
      ),
  );
  return told.map(({ detector, kind, minutes, last }) => ({
    detector,
    verdict: kind,
    minutes,
    ...(last.kind === 'insufficient_history' && {
      known_minutes: last.known_minutes,
      needed_minutes: last.needed_minutes,
    }),
  }));
}
