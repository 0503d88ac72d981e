import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { type CourseLine, courseLineOf } from '../../correlate/course/course_line.ts';
import { RequestAssembler } from '../../correlate/request_assembler.ts';
import { boundRequests, type RefusedId, REQUEST_BOUNDS } from '../../correlate/request_bounds.ts';
import { requestDocumentOf } from '../../correlate/request_record.ts';
import { RequestNames } from '../../correlate/joining/request_names.ts';
import type { FoundRequestId, LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { KnownWays } from '../courses/course_knowledge.ts';

/** Failures that lie so close together are looked up together: each look reads the time around all of them. */
const TOGETHER_MS = 2 * REQUEST_BOUNDS.max_span_ms;

export interface CorrelatePorts {
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly now: () => number;
}

/** The anomalies of sequences that requests are part of, by their ids. */
export type AnomalyOfRequest = ReadonlyMap<string, string>;

/** Requests of a range that failed or were degraded, and ids that are not those of requests. */
export interface Correlated {
  readonly requests: readonly RequestDocument[];
  readonly refused: readonly RefusedId[];
}

/**
 * Puts the requests of a range in which something was wrong together and writes them; lines that come later update them.
 *
 * @param options.found - Which: those with an error in the range, those that are there and got lines in it, or are to be decided anew.
 * @param options.anomaly_of - Of requests that are part of an anomaly. What is stored as such stays it.
 * @param options.going_on_since - Of a request that failed since, and may just not have ended, it is decided once more: it is degraded until then.
 * @param options.passed_over - Ids that are known to join too much: what they join is not even counted.
 */
export async function correlate(options: {
  ports: CorrelatePorts;
  ways: KnownWays;
  found: AsyncIterable<readonly FoundRequestId[]> | Iterable<readonly FoundRequestId[]>;
  anomaly_of?: AnomalyOfRequest;
  going_on_since?: number | undefined;
  passed_over?: ReadonlySet<string>;
}): Promise<Correlated> {
  const { found, passed_over } = options;
  const requests: RequestDocument[] = [];
  const refused = new Map<string, RefusedId>();
  for await (const page of found) {
    for (const some of togetherInTime(page.filter(({ id }) => !passed_over?.has(id) && !refused.has(id)))) {
      const correlated = await correlateSome(some, options);
      for (const one of correlated.refused) refused.set(one.id, one);
      requests.push(...correlated.requests);
    }
  }
  return { requests, refused: [...refused.values()] };
}

/** Ids by when their lines happened: two that failed a day apart are not looked for in the day between. */
function togetherInTime(ids: readonly FoundRequestId[]): FoundRequestId[][] {
  const groups: FoundRequestId[][] = [];
  for (const found of [...ids].sort((a, b) => a.range.from - b.range.from)) {
    const group = groups.at(-1);
    if (group && found.range.from - group[0]!.range.from < TOGETHER_MS) group.push(found);
    else groups.push([found]);
  }
  return groups;
}

async function correlateSome(
  found: readonly FoundRequestId[],
  {
    ports,
    ways,
    anomaly_of,
    going_on_since = Infinity,
  }: {
    readonly ports: CorrelatePorts;
    readonly ways: KnownWays;
    readonly anomaly_of?: AnomalyOfRequest;
    readonly going_on_since?: number | undefined;
  },
): Promise<Correlated> {
  const around: TimeRange = {
    from: Math.min(...found.map(({ range }) => range.from)) - REQUEST_BOUNDS.max_span_ms,
    to: Math.max(...found.map(({ range }) => range.to)) + REQUEST_BOUNDS.max_span_ms,
  };
  const extents = await ports.logs.measureRequests(
    found.map(({ id }) => id),
    around,
  );
  const { groups, refused } = boundRequests(extents);
  const requests: RequestDocument[] = [];
  for (const group of groups) {
    const assembler = new RequestAssembler({ requests: Infinity, failed_requests: Infinity });
    const lines = new Map<string, CourseLine[]>();
    const names = new RequestNames();
    // What comes between measuring and reading is read the next time.
    const events = ports.logs.requestEvents(
      group.map(({ id }) => id),
      { range: around, max_lines: 2 * REQUEST_BOUNDS.max_lines_at_once },
    );
    for await (const page of events) {
      for (const event of page) {
        assembler.add(event);
        names.add(event);
        const line = courseLineOf(event, ways.liveOf);
        const known = lines.get(event.request_id);
        if (known) known.push(line);
        else lines.set(event.request_id, [line]);
      }
    }
    const others = names.others();
    const stored = await ports.records.anomaliesOfRequests([...lines.keys(), ...others]);
    const created = ports.now();
    const documents: RequestDocument[] = [];
    const succeeded: string[] = [];
    for (const [id, of_request] of lines) {
      const story = assembler.storyOf(id);
      if (!story) continue;
      const request_ids = names.namesOf(id);
      const ids = request_ids ?? [id];
      const [anomaly_id] = [anomaly_of, stored].flatMap((known) =>
        ids.flatMap((one) => known?.get(one) ?? []),
      );
      const is_abnormal = anomaly_id !== undefined;
      const course = ways.known.read(of_request);
      const { outcome, ...verdict } = ways.known.judge(course, { is_abnormal, going_on_since });
      if (outcome === 'succeeded') succeeded.push(id);
      else
        documents.push(requestDocumentOf({ story, outcome, ...verdict, anomaly_id, request_ids, created }));
    }
    await ports.records.writeRequests(documents);
    // What was found by another of its ids before these were joined is the same request.
    await ports.records.deleteRequests([...succeeded, ...others]);
    requests.push(...documents);
  }
  return { requests, refused };
}
