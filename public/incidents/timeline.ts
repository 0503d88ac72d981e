import { failureOf } from '../../common/failure_of.ts';
import type { Anomaly, IncidentStory } from '../../common/api.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import { type TimeBuckets, timeBuckets } from '../../common/time_buckets.ts';

/** An anomaly in its lane; places and widths are parts of the axis, 0 to 1. */
export interface TimelineBar {
  readonly anomaly: Anomaly;
  readonly left: number;
  readonly width: number;
  /** Bars of one time lie below each other: in which row of the lane, from 0. */
  readonly row: number;
}

/** What happened in one service. */
export interface TimelineLane {
  /** Absent for what belongs to no service. */
  readonly service?: string;
  /** In the order in which they begin. */
  readonly bars: readonly TimelineBar[];
  readonly rows: number;
  /** Where requests failed first in it, as parts of the axis. */
  readonly failures: readonly number[];
}

export interface Timeline {
  readonly buckets: TimeBuckets;
  /** Where it began, then in the order in which the services became abnormal. */
  readonly lanes: readonly TimelineLane[];
}

/** Before the first and behind the last event, so that one sees where it begins and ends. */
const MARGIN = 0.05;
const LEAST_SPAN_MS = 5 * MINUTE_MS;
const MOST_BUCKETS = 120;
/** What has no row of its own shares the last one. */
const MOST_ROWS = 8;

/**
 * When an incident was where: a lane for each service, in it its anomalies and the requests that failed there first.
 *
 * @param utc_offset_ms - Of the zone in which the ticks of the axis are round.
 */
export function timelineOf(
  { incident: { event, incident }, anomalies, requests }: IncidentStory,
  utc_offset_ms: number,
): Timeline {
  const failures = requests.map(failureOf).map(({ service, '@timestamp': time }) => ({
    service,
    time: Date.parse(time),
  }));
  const spans = anomalies.map((anomaly) => ({
    anomaly,
    start: Date.parse(anomaly.anomaly.first_seen),
    end: Math.max(Date.parse(anomaly.anomaly.last_seen), Date.parse(anomaly.anomaly.first_seen) + MINUTE_MS),
  }));
  const first = Math.min(Date.parse(event.start), ...spans.map(({ start }) => start));
  const last = Math.max(Date.parse(event.end), ...spans.map(({ end }) => end));
  const margin = MARGIN * Math.max(last - first, LEAST_SPAN_MS);
  const range = { from: first - margin, to: Math.max(last, first + LEAST_SPAN_MS) + margin };
  const buckets = timeBuckets({ ...range, most: MOST_BUCKETS, utc_offset_ms });
  const length = buckets.size * buckets.interval_ms;
  const place = (time: number) => Math.min(1, Math.max(0, (time - buckets.start) / length));
  const laneOf = (service: string | undefined): TimelineLane => ({
    ...(service !== undefined && { service }),
    ...inRows(
      spans
        .filter(({ anomaly }) => anomaly.service?.name === service)
        .map(({ anomaly, start, end }) => ({
          anomaly,
          left: place(start),
          width: place(end) - place(start),
        })),
    ),
    failures: failures.filter((one) => one.service === service).map(({ time }) => place(time)),
  });
  const services = new Set<string | undefined>([
    ...(incident.first_service === undefined ? [] : [incident.first_service]),
    ...incident.services,
    ...failures.map(({ service }) => service),
    ...anomalies.map(({ service }) => service?.name),
  ]);
  return { buckets, lanes: [...services].map(laneOf) };
}

/** Gives each bar the first row in which it covers no other. */
function inRows(bars: readonly Omit<TimelineBar, 'row'>[]): Pick<TimelineLane, 'bars' | 'rows'> {
  const ends: number[] = [];
  const placed = bars
    .toSorted((a, b) => a.left - b.left)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.left);
      const row = free === -1 ? Math.min(ends.length, MOST_ROWS - 1) : free;
      ends[row] = bar.left + bar.width;
      return { ...bar, row };
    });
  return { bars: placed, rows: Math.max(1, ends.length) };
}
