import { z } from 'zod';
import type { SessionDetector, ValueDetector } from '../../detect/detector.ts';
import { SeriesStates } from '../../detect/state/series_states.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { partitionId, restore } from './stored_state.ts';

/** How far a detector has judged, in the unit of its task. */
const Head = z.object({
  until: z.int(),
  /** From where it was judged, and how many lines there were from there. */
  first: z.int(),
  lines: z.int(),
});
type Head = z.infer<typeof Head>;

/** What is judged by a task of its own: not with the minutes of the others. */
type DetectorOfItsOwn<Entry> = Pick<SessionDetector<Entry> | ValueDetector<Entry>, 'name' | 'state'>;

/** What one detector remembers and how far it has judged, as its task keeps it: read once, when a process takes over. */
export class DetectorMemory<Entry> {
  readonly lease: Lease;
  readonly state: SeriesStates<Entry>;
  /** Undefined before the first run. */
  head: Head | undefined;
  /** False where there was nothing, or a part of it is lost: what is open is not known any more. */
  readonly is_whole: boolean;
  private readonly name: string;
  private saved = -Infinity;

  private constructor(opened: {
    name: string;
    lease: Lease;
    state: SeriesStates<Entry>;
    head: Head | undefined;
    is_whole: boolean;
  }) {
    this.name = opened.name;
    this.lease = opened.lease;
    this.state = opened.state;
    this.head = opened.head;
    this.is_whole = opened.is_whole;
  }

  static async open<Entry>(
    { name, state: described }: DetectorOfItsOwn<Entry>,
    {
      ports,
      lease,
    }: {
      readonly ports: { readonly state: StateStore; readonly pause: () => Promise<void> };
      readonly lease: Lease;
    },
  ): Promise<DetectorMemory<Entry>> {
    const state = new SeriesStates(described);
    const head = Head.safeParse(await ports.state.read(headId(name))).data;
    const is_whole =
      head !== undefined &&
      (await restore({
        store: ports.state,
        pause: ports.pause,
        name,
        states: state,
        evaluated_until: head.until,
      }));
    return new DetectorMemory({ name, lease, state, head, is_whole });
  }

  /** Forgets everything. */
  clear(): void {
    this.state.clear();
    this.head = undefined;
  }

  /**
   * Writes the partitions that changed, then how far is judged, once in `every_ms`: killed in between, nothing is judged
   * twice, and a kill repeats that much.
   */
  async save(
    store: StateStore,
    { now, every_ms }: { readonly now: number; readonly every_ms: number },
  ): Promise<void> {
    if (this.head === undefined || now - this.saved < every_ms) return;
    const changed = [...this.state.takeChanged(this.head.until)].map(
      ([number, partition]) => [partitionId(this.name, number), partition] as const,
    );
    if (changed.length > 0) await store.writeAll(new Map(changed), this.lease);
    await store.write(headId(this.name), this.head, this.lease);
    this.saved = now;
  }
}

const headId = (name: string) => `detector:${name}`;
