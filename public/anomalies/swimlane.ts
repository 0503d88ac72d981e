import type { Anomaly } from '../../common/api.ts';
import type { TimeBuckets } from '../../common/time_buckets.ts';
import { placeOf } from './place.ts';

/** What anomalies are put into lanes by. */
export type LaneKind = 'service' | 'type';

/** The anomalies of one lane in one bucket. */
export interface SwimlaneCell {
  readonly bucket: number;
  /** How many anomalies touch it. */
  readonly count: number;
  /** The one with the highest `event.risk_score`. */
  readonly worst: Anomaly;
}

/** The cells of a service or type that are not empty, in the order of time. */
export interface Lane {
  readonly name: string;
  /** The highest `event.risk_score` in it. */
  readonly score: number;
  /** Anomalies in it, each counted once. */
  readonly count: number;
  readonly cells: readonly SwimlaneCell[];
}

/** Half-open: from ≤ t < to, milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function laneNameOf(anomaly: Anomaly, by: LaneKind): string {
  return by === 'service' ? placeOf(anomaly) : anomaly.anomaly.type;
}

/** Whether an anomaly has to do with a time. One that ends as it begins touches the moment of its start. */
export function touches(anomaly: Anomaly, { from, to }: Span): boolean {
  const start = Date.parse(anomaly.event.start);
  return start < to && (start >= from || Date.parse(anomaly.event.end) > from);
}

/** The first and the last bucket that an anomaly touches; undefined where it touches none. */
function bucketsTouched(
  { event }: Anomaly,
  { start, interval_ms, size }: TimeBuckets,
): [number, number] | undefined {
  const first = Math.floor((Date.parse(event.start) - start) / interval_ms);
  const last = Math.max(first, Math.ceil((Date.parse(event.end) - start) / interval_ms) - 1);
  if (last < 0 || first >= size) return undefined;
  return [Math.max(0, first), Math.min(size - 1, last)];
}

/** Of the same score the one that comes first by id, whatever the order of the answer. */
function worse(a: Anomaly, b: Anomaly): Anomaly {
  const difference = a.event.risk_score - b.event.risk_score || (a.event.id < b.event.id ? 1 : -1);
  return difference >= 0 ? a : b;
}

/**
 * Anomalies over time: a lane for each service or type, in each bucket the worst that touches it. The most severe lane
 * comes first; of the same score the one with more anomalies, then by name.
 */
export function swimlane({
  anomalies,
  by,
  buckets,
}: {
  readonly anomalies: readonly Anomaly[];
  readonly by: LaneKind;
  readonly buckets: TimeBuckets;
}): Lane[] {
  const lanes = new Map<string, { count: number; cells: Map<number, SwimlaneCell> }>();
  for (const anomaly of anomalies) {
    const touched = bucketsTouched(anomaly, buckets);
    if (!touched) continue;
    const name = laneNameOf(anomaly, by);
    const lane = lanes.get(name) ?? { count: 0, cells: new Map<number, SwimlaneCell>() };
    lanes.set(name, lane);
    lane.count += 1;
    for (let bucket = touched[0]; bucket <= touched[1]; bucket += 1) {
      const cell = lane.cells.get(bucket);
      lane.cells.set(bucket, {
        bucket,
        count: (cell?.count ?? 0) + 1,
        worst: cell ? worse(cell.worst, anomaly) : anomaly,
      });
    }
  }
  return [...lanes]
    .map(([name, { count, cells }]) => laneOf(name, count, [...cells.values()]))
    .sort(bySeverity);
}

function laneOf(name: string, count: number, cells: SwimlaneCell[]): Lane {
  return {
    name,
    score: cells.reduce((highest, { worst }) => Math.max(highest, worst.event.risk_score), 0),
    count,
    cells: cells.sort((a, b) => a.bucket - b.bucket),
  };
}

function bySeverity(a: Lane, b: Lane): number {
  return b.score - a.score || b.count - a.count || (a.name < b.name ? -1 : 1);
}
