import type { z } from 'zod';
import type { SeriesState } from '../detector.ts';

/**
 * In how many documents the state of a detector lies, at most. A series that changes has one of them written: of 100,000
 * series it is 28 kB. More would make taking a state up slower. With another number keys lie elsewhere: that is found out,
 * and what is stored is discarded.
 */
export const PARTITIONS = 1024;

/** A part of a detector's state, as it is stored. */
export interface StatePartition {
  /** Of what an entry means. */
  readonly version: number;
  /** Minutes before this one are in it. */
  readonly until: number;
  readonly entries: Readonly<Record<string, unknown>>;
}

/** FNV-1a: the key of a series always falls into the same partition. */
export function partitionOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & (PARTITIONS - 1);
}

/**
 * What one detector remembers, in partitions: checked once, when it is read; handed out anew only where it changed.
 *
 * Partitions are written one by one, so that one may be ahead of the others after a kill. It says until when: the minutes
 * that it has are not judged again for its series.
 */
export class SeriesStates<Entry = unknown> {
  private readonly version: number;
  private readonly entry: z.ZodType<Entry>;
  private readonly all = new Map<string, Entry>();
  private readonly keys = Array.from({ length: PARTITIONS }, () => new Set<string>());
  private readonly changed = new Set<number>();
  /** Of partitions that are ahead: until when. */
  private readonly ahead = new Map<number, number>();

  constructor({ version, entry }: { readonly version: number; readonly entry: z.ZodType<Entry> }) {
    this.version = version;
    this.entry = entry;
  }

  get entries(): SeriesState<Entry> {
    return this.all;
  }

  /**
   * Takes a stored partition up.
   *
   * @param evaluated_until - Until when all are judged.
   * @returns False where it is of another version or damaged: then nothing of it is remembered.
   */
  restore(number: number, stored: StatePartition, evaluated_until: number): boolean {
    if (stored.version !== this.version) return this.discard(number);
    const entries: [string, Entry][] = [];
    for (const [key, value] of Object.entries(stored.entries)) {
      const parsed = this.entry.safeParse(value);
      if (!parsed.success || partitionOf(key) !== number) return this.discard(number);
      entries.push([key, parsed.data]);
    }
    for (const [key, entry] of entries) this.set(number, key, entry);
    if (stored.until > evaluated_until) this.ahead.set(number, stored.until);
    return true;
  }

  private discard(number: number): false {
    this.changed.add(number);
    return false;
  }

  /** Whether a minute is in what is remembered of a subject already. */
  has(key: string, minute: number): boolean {
    return this.ahead.size > 0 && (this.ahead.get(partitionOf(key)) ?? 0) > minute;
  }

  /** Remembers what a judgement of a minute changed, where the minute is not there yet. */
  apply(changes: ReadonlyMap<string, Entry | undefined>, minute: number): void {
    for (const [key, entry] of changes) {
      if (this.has(key, minute)) continue;
      const number = partitionOf(key);
      if (entry !== undefined) this.set(number, key, entry);
      else if (this.all.delete(key)) this.keys[number]!.delete(key);
      this.changed.add(number);
    }
  }

  private set(number: number, key: string, entry: Entry): void {
    this.all.set(key, entry);
    this.keys[number]!.add(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.keys.forEach((keys, number) => {
      if (keys.size > 0) this.changed.add(number);
      keys.clear();
    });
    for (const number of this.ahead.keys()) this.changed.add(number);
    this.ahead.clear();
    this.all.clear();
  }

  /** The partitions that changed since this was called last, as they are to be stored. */
  takeChanged(until: number): ReadonlyMap<number, StatePartition> {
    const partitions = [...this.changed].map((number): [number, StatePartition] => {
      const keys = [...this.keys[number]!].sort();
      const entries = Object.fromEntries(keys.map((key) => [key, this.all.get(key)]));
      return [
        number,
        { version: this.version, until: Math.max(until, this.ahead.get(number) ?? 0), entries },
      ];
    });
    this.changed.clear();
    for (const [number, ahead] of this.ahead) if (ahead <= until) this.ahead.delete(number);
    return new Map(partitions);
  }
}
