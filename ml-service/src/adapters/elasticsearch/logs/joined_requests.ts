import { type IdBeside, type TogetherIds, togetherIds } from '../../../correlate/joining/ids_beside.ts';
import { type RefusedId, REQUEST_BOUNDS, type RequestExtent } from '../../../correlate/request_bounds.ts';
import type { FoundRequestId, RequestEvent, RequestEventBounds, RequestLogs } from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';

/** How far ids are followed: from that of a gateway to that of the trace, from there to that of another gateway. */
const MOST_ROUNDS = 3;
/** Ids together that are read at once: what stands beside so many is refused long before. */
const MOST_PAIRS = 100_000;

/** Where lines are read, and which of them name several ids. */
export interface LinesById extends RequestLogs {
  idsBeside(request_ids: readonly string[], range?: TimeRange): AsyncIterable<readonly IdBeside[]>;
}

/**
 * Requests that have one id each: where lines name several, whoever reads by one of them gets the lines of all. It is looked up at
 * each read, so that a line that comes late joins what was apart.
 *
 * @example
 * await new JoinedRequests(lines).measureRequests(['r-7']); // with the lines that name but its trace
 */
export class JoinedRequests implements RequestLogs {
  private readonly lines: LinesById;

  constructor(lines: LinesById) {
    this.lines = lines;
  }

  async *requestIds(range: TimeRange, share: number): AsyncGenerator<string[]> {
    const met = new Set<string>();
    for await (const page of this.lines.requestIds(range, share)) {
      const { togetherOf } = await this.together(page, range);
      yield page.flatMap((id) => {
        const ids = togetherOf.get(id);
        if (!ids) return [id];
        if (met.has(id)) return [];
        for (const one of ids) met.add(one);
        return [ids[0]!];
      });
    }
  }

  async *failedRequestIds(
    range: TimeRange,
    by: 'log_ai.ingested' | '@timestamp',
  ): AsyncGenerator<FoundRequestId[]> {
    yield* this.joinFound(this.lines.failedRequestIds(range, by));
  }

  async *touchedRequests(
    request_ids: readonly string[],
    ingested: TimeRange,
  ): AsyncGenerator<FoundRequestId[]> {
    yield* this.joinFound(this.lines.touchedRequests(request_ids, ingested));
  }

  async measureRequests(
    request_ids: readonly string[],
    range?: TimeRange,
    signal?: AbortSignal,
  ): Promise<RequestExtent[]> {
    const together = await this.together(request_ids, range);
    const { ids, idOf } = askedFor(request_ids, together);
    const refused = [...together.refused].map(([id, lines]) => ({
      id,
      lines,
      reason: 'too_many_ids' as const,
    }));
    const extents = new Map<string, RequestExtent>();
    for (const extent of await this.lines.measureRequests(ids, range, signal)) {
      const id = idOf(extent.id);
      extents.set(id, withExtent(extents.get(id), { ...extent, id }));
    }
    const joined = [...extents.values()];
    return joined.length === 0 ? [] : withRefused(joined, refused);
  }

  requestEvents(request_ids: readonly string[], bounds: RequestEventBounds) {
    return this.read(request_ids, bounds, (ids, some) => this.lines.requestEvents(ids, some));
  }

  detailedRequestEvents(request_ids: readonly string[], bounds: RequestEventBounds) {
    return this.read(request_ids, bounds, (ids, some) => this.lines.detailedRequestEvents(ids, some));
  }

  /** Requests of these lines, each once a page. */
  private async *joinFound(
    pages: AsyncIterable<readonly FoundRequestId[]>,
  ): AsyncGenerator<FoundRequestId[]> {
    for await (const page of pages) {
      const { togetherOf } = await this.together(
        page.map(({ id }) => id),
        hullOf(page),
      );
      const requests = Map.groupBy(page, ({ id }) => togetherOf.get(id)?.[0] ?? id);
      yield [...requests].map(([id, found]) => ({ id, range: hullOf(found) }));
    }
  }

  /** Requests of one id as they come; of those of several the lines are put in order first. */
  private async *read<Event extends RequestEvent>(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
    readLines: (ids: readonly string[], bounds: RequestEventBounds) => AsyncIterable<readonly Event[]>,
  ): AsyncGenerator<readonly Event[]> {
    const together = await this.together(request_ids, bounds.range);
    const { ids, idOf } = askedFor(request_ids, together);
    const [alone, several] = partition(ids, (id) => !together.togetherOf.has(id));
    let left = bounds.max_lines;
    if (alone.length > 0)
      for await (const page of readLines(alone, bounds)) {
        yield page;
        left -= page.length;
      }
    if (several.length === 0 || left <= 0) return;
    const events: Event[] = [];
    for await (const page of readLines(several, { ...bounds, max_lines: left })) events.push(...page);
    const joined = events.map((event) => {
      const request_id = idOf(event.request_id);
      return request_id === event.request_id ? event : { ...event, request_id, own_id: event.request_id };
    });
    const requests = [...Map.groupBy(joined, ({ request_id }) => request_id).values()];
    yield requests.flatMap((of_request) => of_request.sort((a, b) => a.timestamp - b.timestamp));
  }

  /** Ids that stand beside these, as far from the range as a request reaches; ever, where absent. */
  private async together(asked: readonly string[], range?: TimeRange): Promise<TogetherIds> {
    const { max_span_ms } = REQUEST_BOUNDS;
    const around = range && { from: range.from - max_span_ms, to: range.to + max_span_ms };
    const pairs = new Map<string, IdBeside>();
    const read = new Set(asked);
    let found = togetherIds([]);
    let next = asked;
    for (let round = 0; round < MOST_ROUNDS && next.length > 0 && pairs.size < MOST_PAIRS; round += 1) {
      for await (const page of this.lines.idsBeside(next, around)) {
        for (const pair of page) pairs.set(JSON.stringify([pair.request_id, pair.id]), pair);
        if (pairs.size >= MOST_PAIRS) break;
      }
      found = togetherIds([...pairs.values()]);
      next = [...found.togetherOf.keys()].filter((id) => !read.has(id));
      for (const id of next) read.add(id);
    }
    return found;
  }
}

/** What was asked for with all that stands beside it; of two that are one request the first stands for both. */
function askedFor(asked: readonly string[], { togetherOf }: TogetherIds) {
  const known = new Map<string, string>();
  for (const id of asked)
    for (const one of togetherOf.get(id) ?? [id]) if (!known.has(one)) known.set(one, id);
  return { ids: [...known.keys()], idOf: (id: string) => known.get(id) ?? id };
}

function hullOf(found: readonly FoundRequestId[]): TimeRange {
  return {
    from: found.reduce((from, { range }) => Math.min(from, range.from), Infinity),
    to: found.reduce((to, { range }) => Math.max(to, range.to), -Infinity),
  };
}

function withExtent(known: RequestExtent | undefined, extent: RequestExtent): RequestExtent {
  return {
    id: extent.id,
    lines: extent.lines + (known?.lines ?? 0),
    first: Math.min(extent.first, known?.first ?? Infinity),
    last: Math.max(extent.last, known?.last ?? -Infinity),
  };
}

/** The first of them tells it: once is enough. */
function withRefused(
  [first, ...others]: readonly RequestExtent[],
  refused: readonly RefusedId[],
): RequestExtent[] {
  return [refused.length === 0 ? first! : { ...first!, refused_beside: refused }, ...others];
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
