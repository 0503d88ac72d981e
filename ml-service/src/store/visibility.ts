/** A refresh that takes longer, or never comes, holds nobody up: what it shows late is counted late. */
const LONGEST_WAIT_MS = 60_000;
/** For so long back it is looked for what came late, however seldom an index is refreshed. */
const LONGEST_LOOK_BACK_MS = 3_600_000;

/** How long documents may stay unseen after they got their moment. */
export interface Visibility {
  /** Documents are waited for so long. */
  readonly settle_ms: number;
  /** Those of indices that are refreshed more seldom are looked for so long. */
  readonly look_back_ms: number;
}

/**
 * A document gets its moment in our pipeline, goes to its shard, and can be searched for after the next refresh.
 *
 * @param input.refresh_ms - From one refresh to the next, of each index.
 * @param input.indexing_delay_ms - From the pipeline to the shard, and how much clocks differ.
 * @example
 * visibilityOf({ refresh_ms: [1000, 5000], indexing_delay_ms: 5000 }) // { settle_ms: 10000, look_back_ms: 10000 }
 */
export function visibilityOf(input: { refresh_ms: Iterable<number>; indexing_delay_ms: number }): Visibility {
  const { indexing_delay_ms } = input;
  const refresh = [...input.refresh_ms];
  const slowest = Math.max(0, ...refresh);
  const slowestAwaited = Math.max(0, ...refresh.filter((ms) => ms <= LONGEST_WAIT_MS));
  return {
    settle_ms: slowestAwaited + indexing_delay_ms,
    look_back_ms: Math.min(slowest, LONGEST_LOOK_BACK_MS) + indexing_delay_ms,
  };
}
