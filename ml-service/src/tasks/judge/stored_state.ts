import { z } from 'zod';
import type { Detector } from '../../detect/detector.ts';
import { DetectionState } from '../../detect/state/detection_state.ts';
import { PARTITIONS, type SeriesStates } from '../../detect/state/series_states.ts';
import type { RateProfile } from '../../detect/profiles/rate_profile.ts';
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

/** Profiles of rates lie beside the memories of the detectors; none of them has this name. */
const PROFILES = 'profiles';

/** Where a partition of what one detector remembers lies. */
export const partitionId = (detector: string, number: number) =>
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
  // What is lost of these is learned anew.
  await restore({
    store,
    pause,
    name: PROFILES,
    states: state.profiles,
    evaluated_until: head?.evaluated_until ?? Infinity,
  });
  if (head === undefined) return { state, discarded: [], identity: undefined };
  const { evaluated_until, identity } = head;
  state.evaluated_until = evaluated_until;
  const discarded: Detector[] = [];
  for (const detector of detectors) {
    const isWhole = await restore({
      store,
      pause,
      name: detector.name,
      states: state.of(detector),
      evaluated_until,
    });
    if (!isWhole) discarded.push(detector);
  }
  return { state, discarded, identity };
}

/** What the live task learned of what is usual. */
export async function loadProfiles({
  state: store,
  pause,
}: Pick<JudgePorts, 'pause'> & {
  readonly state: Pick<StateStore, 'readAll'>;
}): Promise<SeriesStates<RateProfile>> {
  const { profiles } = new DetectionState();
  await restore({ store, pause, name: PROFILES, states: profiles, evaluated_until: Infinity });
  return profiles;
}

/** Takes up what one detector remembers. Returns false where a part of it is of another version or damaged. */
export async function restore<Entry>(options: {
  store: Pick<StateStore, 'readAll'>;
  pause: () => Promise<void>;
  name: string;
  states: SeriesStates<Entry>;
  evaluated_until: number;
}): Promise<boolean> {
  const { store, pause, name, states, evaluated_until } = options;
  let isWhole = true;
  for (let first = 0; first < PARTITIONS; first += PARTITIONS_AT_ONCE) {
    const numbers = Array.from({ length: PARTITIONS_AT_ONCE }, (_, at) => first + at);
    const stored = await store.readAll(numbers.map((number) => partitionId(name, number)));
    for (const number of numbers) {
      const id = partitionId(name, number);
      if (!stored.has(id)) continue;
      const partition = Partition.safeParse(stored.get(id)).data ?? { version: -1, until: 0, entries: {} };
      isWhole = states.restore(number, partition, evaluated_until) && isWhole;
    }
    await pause();
  }
  return isWhole;
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
  const memories = [
    ...detectors.map((detector) => [detector.name, state.of(detector)] as const),
    [PROFILES, state.profiles] as const,
  ];
  const changed = memories.flatMap(([name, states]) =>
    [...states.takeChanged(evaluated_until)].map(
      ([number, partition]) => [partitionId(name, number), partition] as const,
    ),
  );
  if (changed.length > 0) await store.writeAll(new Map(changed), lease);
  await store.write(DETECTOR_STATE, { evaluated_until, identity }, lease);
}
