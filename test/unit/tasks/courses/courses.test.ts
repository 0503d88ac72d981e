import { describe, expect, test } from 'vitest';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import { isFailure } from '../../../../common/levels.ts';
import type { RequestEvent } from '../../../../ml-service/src/ports/logs.ts';
import { RequestsConfig } from '../../../../ml-service/src/settings/requests.ts';
import { KnownCourses } from '../../../../ml-service/src/correlate/course/known_courses.ts';
import { readCourseMinute } from '../../../../ml-service/src/tasks/courses/course_minute.ts';
import { readProgress } from '../../../../ml-service/src/tasks/cycle/progress.ts';
import { MemoryLogs } from '../../../fixtures/memory_logs.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;

/** The lines of a web shop of twelve services as they lie in Elasticsearch, request by request. */
function shopEvents(minutes: number): RequestEvent[] {
  const options = { seed: 3, start: START, end: at(minutes), requestsPerSecond: 3 };
  return [...generateShopEvents(options)].flatMap((event, number) => {
    const { request_id, time: timestamp, service, level } = event;
    if (request_id === undefined) return [];
    const reference = { _index: `logs-${service}`, _id: String(number) };
    return { request_id, timestamp, service, level, template_id: templateOf(event), reference };
  });
}

/** Requests by when they started, minutes after the start. */
function startsOf(events: readonly RequestEvent[]): readonly number[] {
  return [...Map.groupBy(events, ({ request_id }) => request_id).values()].map(
    (lines) => (Math.min(...lines.map(({ timestamp }) => timestamp)) - START) / MINUTE,
  );
}

describe('who calls whom in a shop', () => {
  const events = shopEvents(20);
  const world = (now: number) => {
    const logs = new MemoryLogs(now);
    logs.events = events;
    return logs;
  };
  const entriesOf = (logs: MemoryLogs) => {
    const entries = [...logs.courses.edges.values()].filter(({ caller }) => caller === undefined);
    const minutes = Map.groupBy(entries, (edge) => (Date.parse(edge['@timestamp']) - START) / MINUTE);
    return [...minutes]
      .map(([minute, some]): [number, number] => [minute, some.reduce((sum, { calls }) => sum + calls, 0)])
      .sort(([a], [b]) => a - b);
  };

  test('is told of whole minutes, each request once, when they have closed', async () => {
    const logs = world(at(15) + 45_000);
    const process = logs.startProcess({ requests: RequestsConfig.parse({}) });
    await process.run();
    const starts = startsOf(events);
    const expected = Array.from({ length: 15 }, (_, minute) => [
      minute,
      starts.filter((start) => start >= minute && start < minute + 1).length,
    ]);
    expect(entriesOf(logs)).toEqual(expected);
    const { courses_until, courses } = await readProgress(process.ports.state, logs.now);
    expect([courses_until, courses]).toEqual([at(15), { share: 1, late_minutes: 0 }]);
    for (const { data_streams } of logs.courses.edges.values())
      expect(data_streams).toEqual([...data_streams].sort());
  });

  test('is the same where a process is followed by another in between', async () => {
    const whole = world(at(16));
    await whole.startProcess({ requests: RequestsConfig.parse({}) }).run();
    const parts = world(at(8));
    await parts.startProcess({ requests: RequestsConfig.parse({}) }).run();
    parts.now = at(16);
    await parts.startProcess({ owner: 'b', requests: RequestsConfig.parse({}) }).run();
    expect(entriesOf(parts)).toEqual(entriesOf(whole));
    expect([...parts.courses.samples.keys()].sort()).toEqual([...whole.courses.samples.keys()].sort());
  });

  test('is not read again for late lines of no request', async () => {
    const logs = world(at(15) + 45_000);
    const process = logs.startProcess({ requests: RequestsConfig.parse({}) });
    await process.run();
    logs.lines.push({ time: at(5), count: 1, ingested: at(15) + 50_000 });
    logs.now = at(16) + 45_000;
    const { courses } = await process.run();
    expect(courses?.minutes).toBe(1);
  });

  test('of a share of the requests is scaled up', async () => {
    const logs = world(at(16));
    const lines_a_second = events.length / 20 / 60;
    await logs
      .startProcess({
        requests: RequestsConfig.parse({ max_lines_per_second: Math.ceil(lines_a_second / 3) }),
      })
      .run();
    const edges = [...logs.courses.edges.values()];
    expect(new Set(edges.map(({ share }) => share)).size).toBeLessThanOrEqual(2);
    for (const { calls, share } of edges) expect((calls * share) % 1).toBe(0);
    const counted = entriesOf(logs).reduce((sum, [, calls]) => sum + calls, 0);
    const all = startsOf(events).filter((start) => start < 15).length;
    expect(counted / all).toBeGreaterThan(0.7);
    expect(counted / all).toBeLessThan(1.4);
  });

  test('samples are bounded, and of requests without an error', async () => {
    const logs = world(at(16));
    await logs.startProcess({ requests: RequestsConfig.parse({ samples_a_minute: 7 }) }).run();
    const samples = [...logs.courses.samples.values()];
    expect(samples.length).toBe(7 * 15);
    const failed = new Set(
      events.filter(({ level }) => isFailure(level)).map(({ request_id }) => request_id),
    );
    expect(samples.filter(({ request_id }) => failed.has(request_id))).toEqual([]);
    const paths = new Set(samples.map(({ path }) => `${path.service} ${path.template_id}`));
    expect(paths.size).toBeGreaterThan(1);
  });
});

describe('a minute of odd requests', () => {
  let number = 0;
  const line = (request_id: string, seconds: number, service: string): RequestEvent => ({
    request_id,
    timestamp: START + seconds * 1000,
    service,
    template_id: `${service}-${seconds}`,
    reference: { _index: 'logs', _id: String((number += 1)) },
  });
  const read = (events: readonly RequestEvent[], minute = 0) => {
    const logs = new MemoryLogs(at(100));
    logs.events = [...events].sort((a, b) => a.timestamp - b.timestamp);
    const { ports } = logs.startProcess();
    return readCourseMinute({
      logs: ports.logs,
      minute: START / MINUTE + minute,
      until: at(100),
      share: 1,
      settings: RequestsConfig.parse({}),
      known: new KnownCourses(),
      liveOf: (id) => id,
      passed_over: new Set(['constant']),
      now: at(100),
    });
  };
  const callsOf = (edges: Awaited<ReturnType<typeof read>>['edges']) =>
    edges.map(({ caller = '', callee, calls }) => `${caller} → ${callee} ${calls}`);

  test('a call is of the minute in which it began, a sample of that in which its request ended', async () => {
    const request = [line('r', 58, 'gateway'), line('r', 61, 'stock'), line('r', 62, 'gateway')];
    const [before, after] = [await read(request), await read(request, 1)];
    expect(callsOf(before.edges)).toEqual([' → gateway 1', 'gateway → stock 1']);
    expect(callsOf(after.edges)).toEqual([]);
    expect([before.samples.length, after.samples.length]).toEqual([0, 1]);
  });

  test('what is known to join too much is passed over, and what goes on for ever is no sample', async () => {
    const endless = Array.from({ length: 100 }, (_, at) => line('endless', at * 20 - 1000, 'poller'));
    const { edges, samples, refused } = await read([line('constant', 5, 'gateway'), ...endless]);
    expect([callsOf(edges), samples, refused]).toEqual([[], [], []]);
  });

  test('an id that joins too many lines is refused', async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => line('host-7', at / 200, 'gateway'));
    const { edges, refused } = await read(many);
    expect([edges, refused]).toEqual([[], [{ id: 'host-7', reason: 'too_many_lines', lines: 10_001 }]]);
  });

  test('a minute without requests is empty', async () => {
    expect(await read([])).toEqual({ edges: [], samples: [], stopped: [], refused: [] });
  });
});
