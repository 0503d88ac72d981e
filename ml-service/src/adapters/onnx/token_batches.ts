/** Texts as token ids, by their places among what was asked. */
export interface TokenBatch {
  readonly places: readonly number[];
  readonly rows: readonly (readonly number[])[];
  /** Tokens of the longest row: the others are padded to it. */
  readonly length: number;
}

/** Larger batches are slower here: they leave the caches of a core. `npm run -s bench -- embed_speed` */
const MOST_ROWS = 32;
/** Memory grows with rows times tokens: this is a batch of 32 lines of a log, and some 50 MB at most. */
const MOST_TOKENS = 2048;

/**
 * Rows in batches of like length: padding costs as much as text.
 *
 * @example
 * tokenBatches([[1, 2, 3], [1], [1, 2]]) // [{ places: [1, 2, 0], rows: [[1], [1, 2], [1, 2, 3]], length: 3 }]
 */
export function tokenBatches(rows: readonly (readonly number[])[]): TokenBatch[] {
  const places = rows.map((_, place) => place).sort((a, b) => rows[a]!.length - rows[b]!.length);
  const batches: TokenBatch[] = [];
  let batch: number[] = [];
  const close = () => {
    if (batch.length === 0) return;
    const taken = batch.map((place) => rows[place]!);
    batches.push({ places: batch, rows: taken, length: taken.at(-1)!.length });
    batch = [];
  };
  for (const place of places) {
    const full = (batch.length + 1) * rows[place]!.length > MOST_TOKENS || batch.length === MOST_ROWS;
    if (full) close();
    batch.push(place);
  }
  close();
  return batches;
}
