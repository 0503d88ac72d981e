import type { RequestGap, RequestLine, RequestSpan, RequestStoryResponse } from '../../common/api.ts';
import { type OffsetTick, offsetTicks } from '../../common/axis_ticks.ts';
import type { Level } from '../../common/levels.ts';
import { inTreeOrder, type SpanPlace } from '../../common/span_tree.ts';
import { LEVEL_GROUPS, type LevelGroup, levelGroupOf } from '../severity/level_groups.ts';

/** A share of the axis below which a bar could neither be seen nor hit. */
export const MIN_BAR = 0.006;

/** More parts than this and their names touch each other in a narrow window. */
const AXIS_PARTS = 8;
/** Rows that somebody reads; a request in a loop has thousands. */
export const MOST_ROWS = 100;
/** Marks that a page holds: a row has as many places for them as its share of these, at least some. */
const MOST_MARKS = 2000;
const FEWEST_PLACES = 20;
const MOST_PLACES = 200;

/** Lines at one place of the axis. */
export interface WaterfallMark {
  /** Of the first of them, 0 to 1. */
  readonly position: number;
  readonly offset_ms: number;
  readonly count: number;
  /** The gravest of them. */
  readonly level?: Level;
  readonly group: LevelGroup;
}

/** A span. Positions and widths are shares of the axis. */
export interface WaterfallRow {
  /** Index of the span. */
  readonly span: number;
  readonly service: string;
  /** How many calls lead to it. */
  readonly depth: number;
  readonly left: number;
  /** 0 for a single moment, which is painted as a dot; else at least {@link MIN_BAR}. */
  readonly width: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly line_count: number;
  readonly error_count: number;
  readonly retry?: number;
  /** Errors last, so that they are painted over the others. */
  readonly marks: readonly WaterfallMark[];
  /** Where the request failed first, in the row of the span in which it did. */
  readonly first_error?: { readonly position: number; readonly offset_ms: number };
}

/** A stretch without a line, across all rows. */
export interface WaterfallGap extends Pick<RequestGap, 'usual_ms' | 'times'> {
  readonly left: number;
  readonly width: number;
  readonly start_ms: number;
  readonly wait_ms: number;
}

export interface Waterfall {
  readonly ticks: readonly OffsetTick[];
  /** Spans as a tree, callers above what they called. */
  readonly rows: readonly WaterfallRow[];
  /** Spans that have no row. */
  readonly hidden: number;
  readonly gaps: readonly WaterfallGap[];
}

type Story = Pick<RequestStoryResponse, 'start' | 'end' | 'spans' | 'gaps' | 'lines' | 'first_error'>;

/** Lays a request out on a time axis, a row for each span. */
export function waterfallOf({ start, end, spans, gaps, lines, first_error }: Story): Waterfall {
  const origin = Date.parse(start);
  // A request of a single moment still needs an axis.
  const span_ms = Math.max(1, Date.parse(end) - origin);
  const placeOf = (time: string) => {
    const offset_ms = Date.parse(time) - origin;
    return { offset_ms, position: Math.min(1, Math.max(0, offset_ms / span_ms)) };
  };
  const shown = placesShown(spans, first_error?.span);
  const places = Math.min(
    MOST_PLACES,
    Math.max(FEWEST_PLACES, Math.floor(MOST_MARKS / Math.max(1, shown.length))),
  );
  const lines_of = Map.groupBy(lines, ({ span }) => span);
  const rows = shown.map(({ index, depth }): WaterfallRow => {
    const { service, line_count, error_count, retry, ...span } = spans[index]!;
    const [from, to] = [placeOf(span.start), placeOf(span.end)];
    return {
      span: index,
      service,
      depth,
      ...barOf(from.position, to.position),
      start_ms: from.offset_ms,
      end_ms: to.offset_ms,
      line_count,
      error_count,
      ...(retry !== undefined && { retry }),
      marks: marksOf(lines_of.get(index) ?? [], placeOf, places),
      ...(first_error?.span === index && { first_error: placeOf(first_error['@timestamp']) }),
    };
  });
  return {
    ticks: offsetTicks({ span_ms, parts: AXIS_PARTS }),
    rows,
    hidden: spans.length - rows.length,
    gaps: gaps.map(({ start: since, end: until, ...gap }) => {
      const [from, to] = [placeOf(since), placeOf(until)];
      return {
        ...gap,
        left: from.position,
        width: to.position - from.position,
        start_ms: from.offset_ms,
        wait_ms: to.offset_ms - from.offset_ms,
      };
    }),
  };
}

/** All spans where there is room: else the one that failed first and what led to it, then as a tree is read. */
function placesShown(spans: readonly RequestSpan[], failing: number | undefined): readonly SpanPlace[] {
  const places = inTreeOrder(spans);
  if (places.length <= MOST_ROWS) return places;
  const kept = new Set<number>();
  for (let at = failing; at !== undefined && kept.size < MOST_ROWS; at = spans[at]?.caller) kept.add(at);
  for (const { index } of places) if (kept.size < MOST_ROWS) kept.add(index);
  return places.filter(({ index }) => kept.has(index));
}

/** Lines of one span by where they stand; those of one place are one mark. */
function marksOf(
  lines: readonly RequestLine[],
  placeOf: (time: string) => Pick<WaterfallMark, 'offset_ms' | 'position'>,
  places: number,
): readonly WaterfallMark[] {
  const marks = new Map<number, WaterfallMark>();
  for (const { level, '@timestamp': time } of lines) {
    const at = placeOf(time);
    const place = Math.round(at.position * places);
    const mark = marks.get(place);
    const group = levelGroupOf(level);
    const isGravest = !mark || graveOf(group) > graveOf(mark.group);
    marks.set(place, {
      ...(mark ?? at),
      ...(isGravest && { group, ...(level && { level }) }),
      count: (mark?.count ?? 0) + 1,
    } as WaterfallMark);
  }
  return [...marks.values()].sort((a, b) => graveOf(a.group) - graveOf(b.group) || a.offset_ms - b.offset_ms);
}

function graveOf(group: LevelGroup): number {
  return -LEVEL_GROUPS.indexOf(group);
}

/** A bar that is wide enough to be seen and stays on the axis, or a moment. */
function barOf(from: number, to: number): { readonly left: number; readonly width: number } {
  if (from === to) return { left: from, width: 0 };
  const width = Math.max(MIN_BAR, to - from);
  return { left: Math.min(from, 1 - width), width };
}
