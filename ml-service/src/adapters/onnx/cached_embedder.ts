import type { Embedder } from '../../ports/embedder.ts';

/** A vector has 1.5 kB: 30 MB. A service has some thousand templates. */
const MOST_TEXTS = 20_000;

/** Asks an embedder for each text once, as long as the text is among the last that were asked for. */
export class CachedEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly #embedder: Embedder;
  readonly #most: number;
  readonly #vectors = new Map<string, Float32Array>();

  constructor(embedder: Embedder, { most_texts = MOST_TEXTS }: { most_texts?: number } = {}) {
    this.model = embedder.model;
    this.dimensions = embedder.dimensions;
    this.#embedder = embedder;
    this.#most = most_texts;
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    // Looked up before it is waited: others may push them out meanwhile.
    const vectors = new Map(texts.map((text) => [text, this.#vectors.get(text)]));
    const missing = [...vectors].filter(([, vector]) => vector === undefined).map(([text]) => text);
    const embedded = await this.#embedder.embed(missing);
    for (const [index, text] of missing.entries()) vectors.set(text, embedded[index]);
    const answer = texts.map((text) => vectors.get(text)!);
    for (const [index, text] of texts.entries()) this.#keep(text, answer[index]!);
    return answer;
  }

  close(): Promise<void> {
    return this.#embedder.close();
  }

  /** The last used is the last in the map, so the first is who leaves. */
  #keep(text: string, vector: Float32Array): void {
    this.#vectors.delete(text);
    this.#vectors.set(text, vector);
    if (this.#vectors.size > this.#most) this.#vectors.delete(this.#vectors.keys().next().value!);
  }
}
