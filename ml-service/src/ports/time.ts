/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Half-open: from ≤ t < to, milliseconds since the epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}
