import type { Detector } from '../../ml-service/src/detect/detector.ts';
import { DetectionState } from '../../ml-service/src/detect/state/detection_state.ts';
import type { StatePartition } from '../../ml-service/src/detect/state/series_states.ts';

/** What detectors remember as it lies in a store: JSON, in partitions. */
export interface StoredState {
  readonly evaluated_until: number | undefined;
  readonly partitions: Readonly<Record<string, readonly (readonly [number, StatePartition])[]>>;
}

/** What is to be stored of a state that was never stored before. */
export function storedState(state: DetectionState, detectors: readonly Detector[]): StoredState {
  const { evaluated_until } = state;
  const partitions = Object.fromEntries(
    detectors.map((detector) => [detector.name, [...state.of(detector).takeChanged(evaluated_until ?? 0)]]),
  );
  return JSON.parse(JSON.stringify({ evaluated_until, partitions })) as StoredState;
}

/** A state as another process takes it up. */
export function takenUp(stored: StoredState, detectors: readonly Detector[]): DetectionState {
  const state = new DetectionState();
  state.evaluated_until = stored.evaluated_until;
  for (const detector of detectors) {
    for (const [number, partition] of stored.partitions[detector.name] ?? []) {
      if (!state.of(detector).restore(number, partition, stored.evaluated_until ?? 0)) {
        throw new Error(`A partition of ${detector.name} was discarded.`);
      }
    }
  }
  return state;
}
