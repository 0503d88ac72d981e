import type { RequestStoryResponse } from '../../common/api.ts';
import type { Level } from '../../common/levels.ts';
import { type LevelGroup, levelGroupOf } from '../severity/level_groups.ts';
import { type OffsetTick, offsetTicks } from '../../common/axis_ticks.ts';

/** A share of the axis below which a bar could neither be seen nor hit. */
export const MIN_BAR = 0.006;

/** More parts than this and their names touch each other in a narrow window. */
const AXIS_PARTS = 8;

/** A line on the axis. */
export interface WaterfallMark {
  /** 0 to 1. */
  readonly position: number;
  readonly offset_ms: number;
  readonly level?: Level;
  readonly group: LevelGroup;
}

/** What one service did for the request. Positions and widths are shares of the axis. */
export interface WaterfallRow {
  readonly service: string;
  readonly left: number;
  /** 0 for a single moment, which is painted as a dot; else at least {@link MIN_BAR}. */
  readonly width: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly line_count: number;
  readonly error_count: number;
  /** Errors last, so that they are painted over the others. */
  readonly marks: readonly WaterfallMark[];
  /** Where the request failed first, in the row of the service in which it did. */
  readonly first_error?: { readonly position: number; readonly offset_ms: number };
}

export interface Waterfall {
  readonly ticks: readonly OffsetTick[];
  /** In causal order, as the hops are. */
  readonly rows: readonly WaterfallRow[];
}

const PAINTED: readonly LevelGroup[] = ['other', 'warning', 'error'];

/** Lays a request out on a time axis, a row for each hop. */
export function waterfallOf({
  start,
  end,
  hops,
  lines,
  first_error,
}: Pick<RequestStoryResponse, 'start' | 'end' | 'hops' | 'lines' | 'first_error'>): Waterfall {
  const origin = Date.parse(start);
  // A request of a single moment still needs an axis.
  const span_ms = Math.max(1, Date.parse(end) - origin);
  const offsetOf = (time: string) => Date.parse(time) - origin;
  const positionOf = (offset_ms: number) => Math.min(1, Math.max(0, offset_ms / span_ms));
  const marks = new Map<string, WaterfallMark[]>(hops.map(({ service }) => [service, []]));
  for (const { service, level, '@timestamp': time } of lines) {
    const offset_ms = offsetOf(time);
    marks.get(service)?.push({
      position: positionOf(offset_ms),
      offset_ms,
      ...(level && { level }),
      group: levelGroupOf(level),
    });
  }
  const rows = hops.map(({ service, line_count, error_count, ...hop }): WaterfallRow => {
    const [start_ms, end_ms] = [offsetOf(hop.start), offsetOf(hop.end)];
    const error_ms = first_error?.service === service ? offsetOf(first_error['@timestamp']) : undefined;
    return {
      service,
      ...barOf(positionOf(start_ms), positionOf(end_ms)),
      start_ms,
      end_ms,
      line_count,
      error_count,
      marks: marks
        .get(service)!
        .sort((a, b) => PAINTED.indexOf(a.group) - PAINTED.indexOf(b.group) || a.offset_ms - b.offset_ms),
      ...(error_ms !== undefined && {
        first_error: { position: positionOf(error_ms), offset_ms: error_ms },
      }),
    };
  });
  return { ticks: offsetTicks({ span_ms, parts: AXIS_PARTS }), rows };
}

/** A bar that is wide enough to be seen and stays on the axis, or a moment. */
function barOf(from: number, to: number): { readonly left: number; readonly width: number } {
  if (from === to) return { left: from, width: 0 };
  const width = Math.max(MIN_BAR, to - from);
  return { left: Math.min(from, 1 - width), width };
}
