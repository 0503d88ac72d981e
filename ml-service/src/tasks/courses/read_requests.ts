import { boundRequests, REQUEST_BOUNDS, type RefusedId } from '../../correlate/request_bounds.ts';
import type { LogStore, RequestEvent } from '../../ports/logs.ts';
import type { TimeRange } from '../../ports/time.ts';

/** What reading requests asks of the logs. */
export type RequestReading = Pick<LogStore, 'requestIds' | 'measureRequests' | 'requestEvents'>;

/** Some requests, whole as far as they lie around the range. */
export interface ReadRequests {
  /** Lines of one request are in one group, in time order. */
  readonly groups: readonly (readonly RequestEvent[])[];
  /** Ids that join too much. */
  readonly refused: readonly RefusedId[];
}

/**
 * Reads the requests of which a line lies in the range, each once; memory is bounded by the lines that a group of ids joins.
 *
 * @param options.around - Lines of these requests are read within it.
 * @param options.share - Of all requests, by a hash of their ids.
 * @param options.passed_over - Ids that are known to join too much.
 */
export async function* readRequests(options: {
  readonly logs: RequestReading;
  readonly range: TimeRange;
  readonly around: TimeRange;
  readonly share: number;
  readonly passed_over: ReadonlySet<string>;
}): AsyncGenerator<ReadRequests> {
  const { logs, range, around, share, passed_over } = options;
  for await (const page of logs.requestIds(range, share)) {
    const ids = page.filter((id) => !passed_over.has(id));
    if (ids.length > 0) yield await readBounded({ logs, ids, around });
  }
}

/**
 * The lines of these ids, as many together as can be read at once. How much each joins is measured only where they are too
 * many: of requests they hardly ever are.
 */
async function readBounded({
  logs,
  ids,
  around,
}: {
  logs: Pick<RequestReading, 'measureRequests' | 'requestEvents'>;
  ids: readonly string[];
  around: TimeRange;
}): Promise<ReadRequests> {
  const most = REQUEST_BOUNDS.max_lines_at_once;
  const read = async (some: readonly string[], max_lines: number) => {
    const events: RequestEvent[] = [];
    for await (const page of logs.requestEvents(some, { range: around, max_lines })) events.push(...page);
    return events;
  };
  const lines = await read(ids, most);
  const counts = new Map<string, number>();
  for (const { request_id } of lines) counts.set(request_id, (counts.get(request_id) ?? 0) + 1);
  const isTooMuch = [...counts.values()].some((count) => count > REQUEST_BOUNDS.max_lines);
  if (lines.length < most && !isTooMuch) return { groups: [lines], refused: [] };
  const bounded = boundRequests(await logs.measureRequests(ids, around));
  const groups: RequestEvent[][] = [];
  for (const group of bounded.groups) {
    const max_lines = group.reduce((sum, extent) => sum + extent.lines, 0);
    groups.push(
      await read(
        group.map(({ id }) => id),
        max_lines,
      ),
    );
  }
  return { groups, refused: bounded.refused };
}
