import { z } from 'zod';
import { murmur3 } from '../../../../common/murmur3.ts';
import { meaningText } from '../../detect/semantic/meaning_text.ts';
import { partitionOf as statePartitionOf } from '../../detect/state/series_states.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { packVector, unpackVector } from './packed_vector.ts';

/** Documents in which the vectors lie: of 10,000 templates each has some 90 kB. */
const PARTITIONS = 64;
/** Of 128 bits: that two texts of one template share so many is nothing to think of. */
const TEXT_DIGITS = 16;

/** What is stored of some templates: what their text was, and its vector. */
const Partition = z.object({
  model: z.string(),
  entries: z.record(z.string(), z.tuple([z.string(), z.string()])),
});

/** How often each partition was written, and what made the vectors. */
export const MeaningsHead = z.object({
  model: z.string(),
  revisions: z.array(z.int()).length(PARTITIONS),
});
export type MeaningsHead = z.infer<typeof MeaningsHead>;

/**
 * The meanings of templates: a vector for each, embedded once for each text that it has. They lie in partitions in
 * `log-ai-state`, and in memory, 1.5 kB each. One process at a time adds to them, the others follow what it wrote.
 *
 * A vector is in memory what it is when it is read again: a process that starts judges as the one before.
 */
export class TemplateMeanings {
  readonly #state: Pick<StateStore, 'readAll' | 'writeAll'>;
  readonly #model: string;
  readonly #dimensions: number;
  readonly #vectors = new Map<string, Float32Array>();
  /** Of the text that each vector is of. */
  readonly #hashes = new Map<string, string>();
  /** Texts that were found to have that hash: to compare them costs nothing. */
  readonly #texts = new Map<string, string>();
  readonly #ids = Array.from({ length: PARTITIONS }, () => new Set<string>());
  readonly #changed = new Set<number>();
  #revisions = new Array<number>(PARTITIONS).fill(0);

  /** @param options.embedder - What makes vectors: of another model none are read. */
  constructor(options: {
    state: Pick<StateStore, 'readAll' | 'writeAll'>;
    embedder: { readonly model: string; readonly dimensions: number };
  }) {
    this.#state = options.state;
    this.#model = options.embedder.model;
    this.#dimensions = options.embedder.dimensions;
  }

  /** By the id of the template. */
  get vectors(): ReadonlyMap<string, Float32Array> {
    return this.#vectors;
  }

  /** Whether the vector of a template is of the text that it has now. */
  has({ id, text }: { readonly id: string; readonly text: string }): boolean {
    if (this.#texts.get(id) === text) return true;
    const hash = this.#hashes.get(id);
    if (hash === undefined || hash !== hashOf(text)) return false;
    this.#texts.set(id, text);
    return true;
  }

  /** Takes up what was written since. What is damaged or of another model is embedded anew. */
  async follow(head: MeaningsHead | undefined): Promise<void> {
    if (head === undefined) return;
    // Those of another model count on, so that who follows them hears of it.
    const newer = head.revisions.flatMap((revision, number) =>
      revision > this.#revisions[number]! ? [number] : [],
    );
    if (newer.length === 0) return;
    const stored = await this.#state.readAll(newer.map(idOf));
    for (const number of newer) {
      this.#revisions[number] = head.revisions[number]!;
      if (this.#changed.has(number)) continue;
      const partition = Partition.safeParse(stored.get(idOf(number))).data;
      this.#replace(number, partition?.model === this.#model ? partition.entries : {});
    }
  }

  set({ id, text }: { readonly id: string; readonly text: string }, vector: Float32Array): void {
    this.#put(id, hashOf(text), unpackVector(packVector(vector), this.#dimensions) ?? vector);
    this.#changed.add(partitionOf(id));
  }

  /** Lets go of templates that do not live any more. */
  retain(isLive: (id: string) => boolean): void {
    for (const id of this.#vectors.keys()) {
      if (isLive(id)) continue;
      this.#drop(id);
      this.#changed.add(partitionOf(id));
    }
  }

  /**
   * Writes what changed; undefined where nothing did. It is read once the head is written that is returned.
   *
   * @throws LogAiError `conflict` where the lease is another's by now: then it is to be forgotten.
   */
  async save(lease: Lease): Promise<MeaningsHead | undefined> {
    if (this.#changed.size === 0) return undefined;
    const changed = [...this.#changed];
    await this.#state.writeAll(
      new Map(changed.map((number) => [idOf(number), this.#partition(number)])),
      lease,
    );
    for (const number of changed) {
      this.#changed.delete(number);
      this.#revisions[number]! += 1;
    }
    return { model: this.#model, revisions: [...this.#revisions] };
  }

  /** Memory may be ahead of what was written: all of it is read again. */
  forget(): void {
    for (const id of this.#vectors.keys()) this.#drop(id);
    this.#changed.clear();
    this.#revisions = new Array<number>(PARTITIONS).fill(0);
  }

  #replace(number: number, entries: z.infer<typeof Partition>['entries']): void {
    for (const id of this.#ids[number]!) this.#drop(id);
    for (const [id, [hash, packed]] of Object.entries(entries)) {
      const vector = unpackVector(packed, this.#dimensions);
      if (vector !== undefined) this.#put(id, hash, vector);
    }
  }

  #put(id: string, hash: string, vector: Float32Array): void {
    this.#hashes.set(id, hash);
    this.#texts.delete(id);
    this.#vectors.set(id, vector);
    this.#ids[partitionOf(id)]!.add(id);
  }

  #drop(id: string): void {
    this.#hashes.delete(id);
    this.#texts.delete(id);
    this.#vectors.delete(id);
    this.#ids[partitionOf(id)]!.delete(id);
  }

  #partition(number: number): z.infer<typeof Partition> {
    const entries = [...this.#ids[number]!].sort().map((id): [string, [string, string]] => {
      const vector = packVector(this.#vectors.get(id)!);
      return [id, [this.#hashes.get(id)!, vector]];
    });
    return { model: this.#model, entries: Object.fromEntries(entries) };
  }
}

const hashOf = (text: string) => murmur3(meaningText(text)).slice(0, TEXT_DIGITS);
const partitionOf = (id: string) => statePartitionOf(id) % PARTITIONS;
const idOf = (number: number) => `detector:semantic:${number.toString(16).padStart(2, '0')}`;
