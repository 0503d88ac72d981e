import { timeOfMinute } from '../../common/minutes.ts';
import type { Session, SessionEvent } from '../../ml-service/src/detect/sessions/session.ts';
import { INCIDENT } from './detector_scenarios.ts';

/** A session as a list of steps, `payment:paid` or `paid` of the service shop; `!` in front: an error. */
export function sessionOf(key: string, end: number, steps: readonly string[]): Session {
  const events = steps.map((step, at): SessionEvent => {
    const [, fails, service = 'shop', template_id] = /^(!?)(?:(\w+):)?(\w+)$/.exec(step)!;
    return {
      key,
      time: end - (steps.length - 1 - at) * 10,
      service,
      template_id: template_id!,
      ...(fails === '!' && { level: 'ERROR' as const }),
      reference: { _index: 'logs-shop', _id: `${key} ${at}` },
    };
  });
  return {
    key,
    events: events as [SessionEvent, ...SessionEvent[]],
    start: events[0]!.time,
    end,
    is_failed: events.some(({ level }) => level !== undefined),
  };
}

/** So many sessions a minute over minutes relative to {@link INCIDENT}, e.g. `-70, 0` for the 70 minutes before it. */
export function sessionsOf(
  name: string,
  [from, to]: readonly [from: number, to: number],
  { a_minute, steps }: { readonly a_minute: number; readonly steps: readonly string[] },
): Session[] {
  return Array.from({ length: Math.round((to - from) * a_minute) }, (_, index) => {
    const end = Math.floor(timeOfMinute(INCIDENT + from) + ((index + 0.5) * 60_000) / a_minute);
    return sessionOf(`${name}-${from}-${index}`, end, steps);
  });
}
