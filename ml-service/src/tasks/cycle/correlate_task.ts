import { z } from 'zod';
import { IdRefusalReason } from '../../../../common/api/requests.ts';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { HOUR_MS, minuteOf } from '../../../../common/minutes.ts';
import type { KnownCourses } from '../../correlate/course/known_courses.ts';
import type { RefusedId } from '../../correlate/request_bounds.ts';
import { idsOfRequest } from '../../correlate/request_record.ts';
import type { FoundRequestId } from '../../ports/logs.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { raiseDoneUntil, readDoneUntil, type Task } from '../run/task.ts';
import { type Correlated, correlate } from './correlate.ts';
import type { CourseKnowledge } from '../courses/course_knowledge.ts';
import { REQUEST_BOUNDS } from '../../correlate/request_bounds.ts';
import type { TaskPorts, TaskSettings } from './cycle.ts';

export const REFUSED_STATE = 'checkpoint:refused_request_ids';
/** Ids that join too much, and when they were found to, milliseconds since the epoch. */
export const RefusedIds = z.array(
  z.object({
    id: z.string(),
    reason: IdRefusalReason,
    lines: z.int(),
    at: z.number(),
  }),
);
export type RefusedIds = z.infer<typeof RefusedIds>;

const BUDGET_MS = 30_000;
/** Of the time in which documents were indexed, at once: a kill repeats no more. */
const SLICE_MS = 600_000;
/**
 * Lines of requests that are there are looked for so far back, once a minute: others write requests meanwhile, which were not there when
 * their lines came.
 */
const FOLLOW_MS = 60_000;
/** So long after it ended a request is decided anew where its path becomes known: later nobody looks at it. */
const INTERIM_MS = 3 * HOUR_MS;
/** What an id joins is counted anew after so long: whoever wrote a constant may have mended it. */
const REFUSED_FOR_MS = 3_600_000;
const MOST_REFUSED = 1000;

/**
 * Puts requests with an error together, and those that are there anew when lines of them come, of any level, or when more is known of their
 * path. Done until: documents that were indexed before are in them.
 */
export function correlateTask(
  options: Pick<TaskSettings, 'visibility'> & { ports: TaskPorts; knowledge: CourseKnowledge },
): Task<Correlated> {
  const { ports, visibility, knowledge } = options;
  const { state } = ports;
  /** What requests were decided with that had to be decided for want of knowledge. */
  let decided_with: KnownCourses | undefined;
  /** Decided before their end could be seen. */
  let going_on: readonly FoundRequestId[] = [];
  return {
    name: 'correlate',
    budget_ms: BUDGET_MS,
    async run({ lease, until }) {
      const { settle_ms } = await visibility();
      const now = ports.now();
      const settled = now - settle_ms;
      const known = await readRefused(state, now);
      const passed_over = new Set(known.map(({ id }) => id));
      const found: Correlated[] = [];
      let from = (await readDoneUntil(state, 'correlate')) ?? 0;
      do {
        // Before the first failure there is nothing, however long ago the last run was.
        if (settled - from > SLICE_MS)
          from = Math.min(settled, (await ports.logs.firstFailure(from)) ?? settled);
        const next = Math.min(settled, from + SLICE_MS);
        const to = next === settled ? now : next;
        const ways = await knowledge.at(next);
        const touched_from = minuteOf(next) > minuteOf(from) ? from - FOLLOW_MS : from;
        const recent = await ports.records.recentRequestIds(touched_from - REQUEST_BOUNDS.max_span_ms);
        // Errors that came behind may have an end that is on its way.
        const going_on_since = next === settled ? settled : undefined;
        const put = async (
          ids: AsyncIterable<readonly FoundRequestId[]> | readonly (readonly FoundRequestId[])[],
        ) => {
          const correlated = await correlate({ ports, ways, found: ids, going_on_since, passed_over });
          for (const { id } of correlated.refused) passed_over.add(id);
          return correlated;
        };
        const failed = await put(ports.logs.failedRequestIds({ from, to }, 'log_ai.ingested'));
        // Those were put together of all their lines.
        const is_put = new Set(failed.requests.flatMap(idsOfRequest));
        const others = recent.filter((id) => !is_put.has(id));
        const touched = await put(ports.logs.touchedRequests(others, { from: touched_from, to }));
        const is_known_more = ways.known !== decided_with;
        const waiting = is_known_more ? await ports.records.interimRequests(next - INTERIM_MS) : going_on;
        const again = await put([waiting]);
        found.push(failed, touched, ...(is_known_more ? [] : [again]));
        decided_with = ways.known;
        going_on = [failed, touched, again].flatMap(({ requests }) => goingOn(requests, settled));
        await raiseDoneUntil({ state, task: 'correlate', done_until: next, lease });
        from = next;
      } while (from < settled && ports.now() < until);
      const refused = found.flatMap((one) => one.refused);
      if (refused.length > 0) await writeRefused({ state, lease, now, known, refused });
      return { requests: found.flatMap(({ requests }) => requests), refused };
    },
  };
}

/** Of these, those that were decided before their end could be seen. */
function goingOn(requests: readonly RequestDocument[], settled: number): readonly FoundRequestId[] {
  return requests.flatMap(({ request_id: id, is_interim = false, outcome, event }) => {
    const range = { from: Date.parse(event.start), to: Date.parse(event.end) + 1 };
    return is_interim && outcome === 'degraded' && range.to > settled ? [{ id, range }] : [];
  });
}

/** The ids that are refused now. */
export async function readRefused(state: Pick<StateStore, 'read'>, now: number): Promise<RefusedIds> {
  return stillRefused(RefusedIds.safeParse(await state.read(REFUSED_STATE)).data ?? [], now);
}

/** Those that were not refused too long ago. */
export function stillRefused(refused: RefusedIds, now: number): RefusedIds {
  return refused.filter(({ at }) => now - at < REFUSED_FOR_MS);
}

/** With those that were found now. */
export function withRefused(known: RefusedIds, found: readonly RefusedId[], at: number): RefusedIds {
  return [...known, ...found.map((one) => ({ ...one, at }))].slice(-MOST_REFUSED);
}

async function writeRefused(options: {
  state: StateStore;
  lease: Lease;
  now: number;
  known: RefusedIds;
  refused: readonly RefusedId[];
}): Promise<void> {
  const { state, lease, now, known, refused } = options;
  await state.write(REFUSED_STATE, withRefused(known, refused, now), lease);
}
