import type { DetectVerdict } from '../../../common/api.ts';
import type { DetectionRun } from '../detect/run_detectors.ts';

/** The verdicts of a run in the shape of the API. */
export function detectVerdicts(verdicts: DetectionRun['verdicts']): DetectVerdict[] {
  return verdicts.map(({ detector, kind, minutes, last }) => ({
    detector,
    verdict: kind,
    minutes,
    ...(last.kind === 'insufficient_history' && {
      known_minutes: last.known_minutes,
      needed_minutes: last.needed_minutes,
    }),
  }));
}
