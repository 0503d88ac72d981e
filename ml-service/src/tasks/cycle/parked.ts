import { z } from 'zod';
import type { Reference } from '../../../../common/documents/reference.ts';
import type { ExceptedLogs, RefusedRepair } from '../../ports/logs.ts';
import type { Lease, StateStore } from '../../ports/state.ts';

export const PARKED = 'parked:unknown';

/** The first pause before a refused label is tried again; it doubles up to the longest: who lifts a block waits a few hours. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** Beyond this the index is the cause, whatever the reason says: ids are sent with each search. */
const DOCUMENTS_AN_INDEX = 1000;
const INDICES = 1000;

const Entry = z.object({
  reason: z.string(),
  tries: z.int(),
  /** Milliseconds since the epoch. */
  since: z.number(),
  /** When it is tried again. */
  again: z.number(),
});
type Entry = z.infer<typeof Entry>;

const IndexEntry = Entry.extend({ documents: z.int() });
type IndexEntry = z.infer<typeof IndexEntry>;

const Parked = z.object({
  /** Whole indices, with how many documents wait there. */
  indices: z.record(z.string(), IndexEntry).default({}),
  /** Documents by index and id. */
  documents: z.record(z.string(), z.record(z.string(), Entry)).default({}),
});

/** What is left alone, and why. */
export interface ParkedGroup {
  readonly index: string;
  readonly reason: string;
  readonly documents: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly again: number;
}

/**
 * Unknown documents whose labels Elasticsearch refuses: to read, learn and count them in every cycle is to do it for ever.
 * Where an index is the cause it is parked as a whole; other documents are parked one by one, of an index so many. Each is tried
 * again after growing pauses.
 */
export class ParkedDocuments {
  private readonly indices: Map<string, IndexEntry>;
  private readonly documents: Map<string, Map<string, Entry>>;
  private isChanged = false;

  /** @param value - As {@link PARKED} was written. */
  constructor(value?: unknown) {
    const { indices = {}, documents = {} } = Parked.safeParse(value).data ?? {};
    this.indices = new Map(Object.entries(indices));
    this.documents = new Map(
      Object.entries(documents).map(([index, entries]) => [index, new Map(Object.entries(entries))]),
    );
  }

  static async read(state: Pick<StateStore, 'read'>): Promise<ParkedDocuments> {
    return new ParkedDocuments(await state.read(PARKED));
  }

  async save(state: Pick<StateStore, 'write'>, lease: Lease | undefined): Promise<void> {
    if (!this.isChanged) return;
    const documents = Array.from(this.documents, ([index, entries]) => [index, Object.fromEntries(entries)]);
    const value = {
      indices: Object.fromEntries(this.indices),
      documents: Object.fromEntries(documents) as object,
    };
    await state.write(PARKED, value, lease);
    this.isChanged = false;
  }

  /** What is not to be read now. */
  excepted(now: number): ExceptedLogs {
    const waiting = (entries: ReadonlyMap<string, Entry>) =>
      [...entries].filter(([, { again }]) => again > now).map(([name]) => name);
    return {
      indices: waiting(this.indices),
      documents: Array.from(this.documents, ([index, entries]) => ({ index, ids: waiting(entries) })).filter(
        ({ ids }) => ids.length > 0,
      ),
    };
  }

  /**
   * Takes note of what was refused.
   *
   * @returns The indices that are left alone from now on.
   */
  refuse(refused: readonly RefusedRepair[], now: number): string[] {
    const left = new Set<string>();
    for (const { reference, reason, is_of_index } of refused) {
      const { _index: index, _id: id } = reference;
      if (left.has(index)) continue;
      this.isChanged = true;
      let entries = this.documents.get(index);
      if (!is_of_index) {
        if (!entries) this.documents.set(index, (entries = new Map<string, Entry>()));
        entries.set(id, entryAfter(entries.get(id), reason, now));
      }
      if (!is_of_index && entries!.size <= DOCUMENTS_AN_INDEX) continue;
      left.add(index);
      this.parkIndex(index, reason, now);
    }
    return [...left];
  }

  private parkIndex(index: string, reason: string, now: number): void {
    const { indices } = this;
    this.documents.delete(index);
    const before = indices.get(index);
    indices.set(index, { ...entryAfter(before, reason, now), documents: before?.documents ?? 0 });
    // Those that are tried again first leave: without an entry they are read, and refused, once more.
    const soonest = [...indices].sort(([, a], [, b]) => a.again - b.again);
    for (const [name] of soonest.slice(0, Math.max(0, soonest.length - INDICES))) indices.delete(name);
  }

  /** How many documents wait in an index. */
  noteSize(index: string, documents: number): void {
    const entry = this.indices.get(index);
    if (!entry || entry.documents === documents) return;
    this.indices.set(index, { ...entry, documents });
    this.isChanged = true;
  }

  /** Takes note of what got its label after all. */
  release(references: readonly Reference[]): void {
    for (const { _index: index, _id: id } of references) {
      if (this.indices.delete(index)) this.isChanged = true;
      if (this.documents.get(index)?.delete(id)) this.isChanged = true;
    }
  }

  /** Indices and documents that are gone, or were labelled otherwise, do not wait for ever. */
  forgetUntried(now: number): void {
    for (const entries of [this.indices, ...this.documents.values()]) {
      for (const [name, { again }] of entries) {
        if (again + LONGEST_PAUSE_MS > now) continue;
        entries.delete(name);
        this.isChanged = true;
      }
    }
    for (const [index, { size }] of this.documents) if (size === 0) this.documents.delete(index);
  }

  /** What is parked, by index and reason, the most documents first. */
  groups(): ParkedGroup[] {
    const groups = Array.from(this.indices, ([index, { reason, documents, since, again }]) => ({
      index,
      reason,
      documents,
      since,
      again,
    }));
    for (const [index, entries] of this.documents) {
      for (const [reason, group] of Map.groupBy(entries.values(), (entry) => entry.reason)) {
        const documents = group.length;
        const since = Math.min(...group.map((entry) => entry.since));
        const again = Math.min(...group.map((entry) => entry.again));
        groups.push({ index, reason, documents, since, again });
      }
    }
    return groups.sort((a, b) => b.documents - a.documents || (a.index < b.index ? -1 : 1));
  }
}

function entryAfter(before: Entry | undefined, reason: string, now: number): Entry {
  const tries = (before?.tries ?? 0) + 1;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return { reason, tries, since: before?.since ?? now, again: now + pause };
}
