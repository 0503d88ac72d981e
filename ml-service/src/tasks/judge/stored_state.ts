import { z } from 'zod';
import type { Detector } from '../../detect/detector.ts';
import { DetectionState } from '../../detect/state/detection_state.ts';
import { PARTITIONS } from '../../detect/state/series_states.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { JudgePorts } from './record_findings.ts';

/** Says how far minutes are judged; what detectors remember lies beside it, in partitions. */
export const DETECTOR_STATE = 'detector:cluster';

/** Minutes before this one are judged. */
export const DetectorHead = z.object({
  evaluated_until: z.int(),
  /** Of the templates at that time, see `identityOf`. */
  identity: z.string().optional(),
});

const Partition = z.object({ version: z.int(), until: z.int(), entries: z.record(z.string(), z.unknown()) });

const partitionId = (detector: string, number: number) =>
  `detector:${detector}:${number.toString(16).padStart(3, '0')}`;

/** The minutes before are judged by the live task; undefined before it first ran. */
export async function readJudgedUntil(state: Pick<StateStore, 'read'>): Promise<number | undefined> {
  return DetectorHead.safeParse(await state.read(DETECTOR_STATE)).data?.evaluated_until;
}

/** What was remembered, and the detectors of whose memory a part is lost. */
export interface LoadedState {
  readonly state: DetectionState;
  readonly discarded: readonly Detector[];
  /** Of the templates when it was written. */
  readonly identity: string | undefined;
}

/** Partitions that are read and checked between two pauses: of 100,000 series some 10 ms of work. */
const PARTITIONS_AT_ONCE = 8;

/** Reads and checks what detectors remember: once, when a process takes over. */
export async function loadDetectionState(
  { state: store, pause }: Pick<JudgePorts, 'pause'> & { readonly state: StateStore },
  detectors: readonly Detector[],
): Promise<LoadedState> {
  const state = new DetectionState();
  const head = DetectorHead.safeParse(await store.read(DETECTOR_STATE)).data;
  if (head === undefined) return { state, discarded: [], identity: undefined };
  const { evaluated_until, identity } = head;
  state.evaluated_until = evaluated_until;
  const discarded: Detector[] = [];
  for (const detector of detectors) {
    const states = state.of(detector);
    let isWhole = true;
    for (let first = 0; first < PARTITIONS; first += PARTITIONS_AT_ONCE) {
      const numbers = Array.from({ length: PARTITIONS_AT_ONCE }, (_, at) => first + at);
      const stored = await store.readAll(numbers.map((number) => partitionId(detector.name, number)));
      for (const number of numbers) {
        const id = partitionId(detector.name, number);
        if (!stored.has(id)) continue;
        const partition = Partition.safeParse(stored.get(id)).data ?? { version: -1, until: 0, entries: {} };
        isWhole = states.restore(number, partition, evaluated_until) && isWhole;
      }
      await pause();
    }
    if (!isWhole) discarded.push(detector);
  }
  return { state, discarded, identity };
}

/** Writes the partitions that changed, then how far is judged: killed in between, no series is judged twice. */
export async function saveDetectionState(options: {
  store: StateStore;
  state: DetectionState;
  identity: string;
  detectors: readonly Detector[];
  lease?: Lease | undefined;
}): Promise<void> {
  const { store, state, identity, detectors, lease } = options;
  const evaluated_until = state.evaluated_until!;
  const changed = detectors.flatMap((detector) =>
    [...state.of(detector).takeChanged(evaluated_until)].map(
      ([number, partition]) => [partitionId(detector.name, number), partition] as const,
    ),
  );
  if (changed.length > 0) await store.writeAll(new Map(changed), lease);
  await store.write(DETECTOR_STATE, { evaluated_until, identity }, lease);
}
