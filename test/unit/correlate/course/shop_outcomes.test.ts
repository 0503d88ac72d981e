import { expect, test } from 'vitest';
import { isFailure } from '../../../../common/levels.ts';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import { KnownCourses } from '../../../../ml-service/src/correlate/course/known_courses.ts';
import { wholeRequest } from '../../../../ml-service/src/correlate/course/past_request.ts';

/** How requests of the demo's shop go while its database takes no connections, judged by the hour before. */

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T12:00:00Z');
const FAULT = START + 60 * MINUTE;

const requests = Map.groupBy(
  [
    ...generateShopEvents({
      seed: 3,
      start: START,
      end: FAULT + 10 * MINUTE,
      requestsPerSecond: 3,
      incidents: [{ kind: 'database_timeout', start: FAULT, end: FAULT + 5 * MINUTE }],
    }),
  ].filter(({ request_id }) => request_id !== undefined),
  ({ request_id }) => request_id!,
);

/**
 * Requests by where they failed first and how they went.
 *
 * @param is_settled - Whether the hour before is long ago; else the shop has just been connected.
 */
function outcomes(is_settled: boolean): Readonly<Record<string, number>> {
  const known = new KnownCourses();
  const counts: Record<string, number> = {};
  for (const events of requests.values()) {
    const course = known.read(
      events.map((event, at) => ({
        time: event.time,
        service: event.service,
        level: event.level,
        template_id: templateOf(event),
        reference: { _index: 'logs', _id: `${event.request_id}-${at}` },
      })),
    );
    const first_error = course.lines.find(({ level }) => isFailure(level));
    if (first_error === undefined && course.lines[0]!.time < FAULT - 10 * MINUTE)
      known.learn(wholeRequest(course.lines), { is_settled });
    if (course.lines[0]!.time < FAULT - 10 * MINUTE) continue;
    const { outcome } = known.judge(course);
    const key = `${first_error?.service ?? 'no error'}: ${outcome}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test.each([
  { known: 'for long', is_settled: true },
  { known: 'for an hour', is_settled: false },
])(
  'known $known: orders that time out failed; carts, declined payments and bounced mails did not; nothing else stopped',
  ({ is_settled }) => {
    const counts = outcomes(is_settled);
    const { 'no error: succeeded': succeeded, ...others } = counts;
    expect(succeeded).toBeGreaterThan(3000);
    expect(Object.keys(others).filter((key) => key.endsWith('failed'))).toEqual(['inventory: failed']);
    expect(others['inventory: failed']).toBeGreaterThan(10);
    expect(others['inventory: degraded']).toBeGreaterThan(10);
    expect(others['payment: degraded']).toBeGreaterThan(0);
    expect(others['notification: degraded']).toBeGreaterThan(0);
  },
);
