import type { StateStore } from '../../ports/state.ts';
import { CORRELATE_CHECKPOINT, CorrelateCheckpoint } from './correlate.ts';
import { COUNT_CHECKPOINT, CountCheckpoint } from './count.ts';
import { DETECTOR_STATE, DetectorHead } from '../judge/stored_state.ts';
import { timeOfMinute } from '../../../../common/minutes.ts';

/** How far the steps of the cycle have come, milliseconds since the epoch; absent before their first run. */
export interface CycleProgress {
  /** Documents indexed before are counted. */
  readonly counted_until?: number;
  /** Documents indexed before are in requests. */
  readonly correlated_until?: number;
  /** Minutes before are judged. */
  readonly detected_until?: number;
}

/** Reads it from the checkpoints. */
export async function readProgress(state: StateStore): Promise<CycleProgress> {
  const [counts, requests, detectors] = await Promise.all(
    [COUNT_CHECKPOINT, CORRELATE_CHECKPOINT, DETECTOR_STATE].map((id) => state.read(id)),
  );
  // A backfill before the first cycle notes that nothing is counted yet.
  const counted_until = CountCheckpoint.safeParse(counts).data?.ingested_until || undefined;
  const correlated_until = CorrelateCheckpoint.safeParse(requests).data?.ingested_until;
  const minute = DetectorHead.safeParse(detectors).data?.evaluated_until;
  return {
    ...(counted_until !== undefined && { counted_until }),
    ...(correlated_until !== undefined && { correlated_until }),
    ...(minute !== undefined && { detected_until: timeOfMinute(minute) }),
  };
}
