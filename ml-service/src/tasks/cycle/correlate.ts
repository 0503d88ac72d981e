import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { RequestAssembler } from '../../correlate/request_assembler.ts';
import { boundRequests, type RefusedId, REQUEST_BOUNDS } from '../../correlate/request_bounds.ts';
import { requestDocumentOf } from '../../correlate/request_record.ts';
import type { FailedRequestId, LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TimeRange } from '../../ports/time.ts';

/** Failures that lie so close together are looked up together: each look reads the time around all of them. */
const TOGETHER_MS = 2 * REQUEST_BOUNDS.max_span_ms;

export interface CorrelatePorts {
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly now: () => number;
}

/** Failed requests of a range, and ids that are not those of requests. */
export interface Correlated {
  readonly requests: readonly RequestDocument[];
  readonly refused: readonly RefusedId[];
}

/**
 * Puts the failed requests of a range together and writes them; lines that come later update them.
 *
 * @param options.passed_over - Ids that are known to join too much: what they join is not even counted.
 */
export async function correlateRange(options: {
  ports: CorrelatePorts;
  range: TimeRange;
  by: 'log_ai.ingested' | '@timestamp';
  passed_over?: ReadonlySet<string>;
}): Promise<Correlated> {
  const { ports, range, by, passed_over } = options;
  const requests: RequestDocument[] = [];
  const refused = new Map<string, RefusedId>();
  for await (const page of ports.logs.failedRequestIds(range, by)) {
    for (const failed of togetherInTime(page.filter(({ id }) => !passed_over?.has(id) && !refused.has(id)))) {
      const found = await correlateSome(ports, failed);
      for (const one of found.refused) refused.set(one.id, one);
      requests.push(...found.requests);
    }
  }
  return { requests, refused: [...refused.values()] };
}

/** Ids by when they failed: two that failed a day apart are not looked for in the day between. */
function togetherInTime(ids: readonly FailedRequestId[]): FailedRequestId[][] {
  const groups: FailedRequestId[][] = [];
  for (const failed of [...ids].sort((a, b) => a.range.from - b.range.from)) {
    const group = groups.at(-1);
    if (group && failed.range.from - group[0]!.range.from < TOGETHER_MS) group.push(failed);
    else groups.push([failed]);
  }
  return groups;
}

async function correlateSome(ports: CorrelatePorts, failed: readonly FailedRequestId[]): Promise<Correlated> {
  const around: TimeRange = {
    from: Math.min(...failed.map(({ range }) => range.from)) - REQUEST_BOUNDS.max_span_ms,
    to: Math.max(...failed.map(({ range }) => range.to)) + REQUEST_BOUNDS.max_span_ms,
  };
  const extents = await ports.logs.measureRequests(
    failed.map(({ id }) => id),
    around,
  );
  const { groups, refused } = boundRequests(extents);
  const requests: RequestDocument[] = [];
  for (const group of groups) {
    const assembler = new RequestAssembler();
    // What comes between measuring and reading is read the next time.
    const events = ports.logs.requestEvents(
      group.map(({ id }) => id),
      { range: around, max_lines: 2 * REQUEST_BOUNDS.max_lines_at_once },
    );
    for await (const page of events) for (const event of page) assembler.add(event);
    const created = ports.now();
    const documents = assembler.failedRequests().map((story) => requestDocumentOf({ story, created }));
    await ports.records.writeRequests(documents);
    requests.push(...documents);
  }
  return { requests, refused };
}
