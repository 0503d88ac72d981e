import { isFailure } from '../../../../common/levels.ts';
import { compareText } from '../../../../common/compare_text.ts';
import type { Session, SessionEvent } from './session.ts';

/**
 * Parts events into sessions: of one key, without a longer pause than the time-out. Events of several keys may come in any
 * order, those of one moment and key in theirs.
 *
 * @param timeout_ms - After so long without an event a session is closed; the next one begins another.
 * @returns By their ends, then keys: the order in which they closed.
 */
export function cutSessions(events: Iterable<SessionEvent>, timeout_ms: number): readonly Session[] {
  const sessions: Session[] = [];
  for (const [key, of_key] of Map.groupBy(events, (event) => event.key)) {
    let run: SessionEvent[] = [];
    for (const event of of_key.sort((a, b) => a.time - b.time)) {
      const last = run.at(-1);
      if (last && event.time - last.time >= timeout_ms) {
        sessions.push(sessionOf(key, run));
        run = [];
      }
      run.push(event);
    }
    sessions.push(sessionOf(key, run));
  }
  return sessions.sort(compareSessions);
}

function sessionOf(key: string, run: readonly SessionEvent[]): Session {
  const events = run as [SessionEvent, ...SessionEvent[]];
  return {
    key,
    events,
    start: events[0].time,
    end: events.at(-1)!.time,
    is_failed: events.some(({ level }) => isFailure(level)),
  };
}

/** The order in which sessions are judged, whatever the one in which they were read. */
export function compareSessions(a: Session, b: Session): number {
  return a.end - b.end || compareText(a.key, b.key) || a.start - b.start;
}
