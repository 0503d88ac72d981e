import type { RefusedId } from '../../correlate/request_bounds.ts';
import { cutSessions } from '../../detect/sessions/cut_sessions.ts';
import type { Session, SessionEvent } from '../../detect/sessions/session.ts';
import type { RequestEvent } from '../../ports/logs.ts';
import type { TimeRange } from '../../ports/time.ts';
import { readRequests, type RequestReading } from '../courses/read_requests.ts';

/** So far before its end a session is looked at: one that began earlier is no session of a request. */
export const LONGEST_SESSION_MS = 600_000;

/** Sessions that closed within a range, and what is none. */
export interface ReadSessions {
  /** By their ends. */
  readonly sessions: readonly Session[];
  /** Ids that join too much. */
  readonly refused: readonly RefusedId[];
  /** Sessions that are longer than is looked at. */
  readonly too_long: number;
}

/**
 * Reads the sessions whose last line lies in the range and that the time-out has closed since: whatever is on its way must
 * have come. Each is read whole, once.
 *
 * @param options.share - Of all sessions, by a hash of their key.
 * @param options.resolve - The live id of a template.
 * @param options.passed_over - Ids that are known to join too much.
 */
export async function readSessions(options: {
  logs: RequestReading;
  range: TimeRange;
  timeout_ms: number;
  share: number;
  resolve: (template_id: string) => string;
  passed_over: ReadonlySet<string>;
}): Promise<ReadSessions> {
  const { logs, range, timeout_ms, share, resolve, passed_over } = options;
  const around = { from: range.from - LONGEST_SESSION_MS, to: range.to + timeout_ms };
  const sessions: Session[] = [];
  const refused: RefusedId[] = [];
  let too_long = 0;
  for await (const read of readRequests({ logs, range, around, share, passed_over })) {
    refused.push(...read.refused);
    for (const events of read.groups) {
      const steps = events.flatMap((event) => sessionEventOf(event, resolve));
      for (const session of cutSessions(steps, timeout_ms)) {
        if (session.end < range.from || session.end >= range.to) continue;
        // What began before is not known.
        if (session.start < around.from + timeout_ms) too_long += 1;
        else sessions.push(session);
      }
    }
  }
  return { sessions, refused, too_long };
}

/** A line without a template is no step. */
function sessionEventOf(
  { request_id, timestamp, service, level, template_id, reference }: RequestEvent,
  resolve: (template_id: string) => string,
): readonly SessionEvent[] {
  if (template_id === undefined || Number.isNaN(timestamp)) return [];
  const time = timestamp;
  const event = { key: request_id, time, service, template_id: resolve(template_id), reference };
  return [level === undefined ? event : { ...event, level }];
}
