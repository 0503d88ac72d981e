import type { Lane } from './swimlane.ts';

/** Where a cell is: by the index of its lane and its bucket. */
export interface CellPlace {
  readonly lane: number;
  readonly bucket: number;
}

/**
 * The cell that a key leads to from another: along a lane from one that is not empty to the next, across lanes to the
 * nearest in time. Undefined where the key leads nowhere.
 *
 * @param input.key - As in `KeyboardEvent.key`.
 */
export function nextCell({
  lanes,
  at,
  key,
}: {
  readonly lanes: readonly Lane[];
  readonly at: CellPlace;
  readonly key: string;
}): CellPlace | undefined {
  switch (key) {
    case 'ArrowRight':
      return placeIn(lanes, at.lane, (buckets) => buckets.find((bucket) => bucket > at.bucket));
    case 'ArrowLeft':
      return placeIn(lanes, at.lane, (buckets) => buckets.findLast((bucket) => bucket < at.bucket));
    case 'Home':
      return placeIn(lanes, at.lane, (buckets) => buckets[0]);
    case 'End':
      return placeIn(lanes, at.lane, (buckets) => buckets.at(-1));
    case 'ArrowUp':
      return placeIn(lanes, at.lane - 1, (buckets) => nearest(buckets, at.bucket));
    case 'ArrowDown':
      return placeIn(lanes, at.lane + 1, (buckets) => nearest(buckets, at.bucket));
    default:
      return undefined;
  }
}

function placeIn(
  lanes: readonly Lane[],
  lane: number,
  choose: (buckets: readonly number[]) => number | undefined,
): CellPlace | undefined {
  const bucket = choose(lanes[lane]?.cells.map((cell) => cell.bucket) ?? []);
  return bucket === undefined ? undefined : { lane, bucket };
}

function nearest(buckets: readonly number[], to: number): number | undefined {
  return buckets.reduce<number | undefined>(
    (best, bucket) => (best === undefined || Math.abs(bucket - to) < Math.abs(best - to) ? bucket : best),
    undefined,
  );
}
