import { describe, expect, test } from 'vitest';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import type { RequestEvent } from '../../../../ml-service/src/ports/logs.ts';
import { RequestsConfig } from '../../../../ml-service/src/settings/requests.ts';
import { queuedJob } from '../../../../ml-service/src/store/job_record.ts';
import {
  BackfillResult,
  backfillWork,
  storedRequestOf,
} from '../../../../ml-service/src/tasks/jobs/backfill.ts';
import { MemoryLogs } from '../../../fixtures/memory_logs.ts';

/** What a backfill leaves of the requests of the demo's shop. */

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;
const requests = RequestsConfig.parse({ samples_a_minute: 10 });

const events: readonly RequestEvent[] = [
  ...generateShopEvents({ seed: 3, start: START, end: at(75), requestsPerSecond: 1 }),
].flatMap((event, number) => {
  const { request_id, time: timestamp, service, level } = event;
  if (request_id === undefined) return [];
  const reference = { _index: `logs-${service}`, _id: String(number) };
  return { request_id, timestamp, service, level, template_id: templateOf(event), reference };
});

/** The shop, and a process that reads it anew at another time. */
class World {
  readonly logs: MemoryLogs;
  private readonly process;

  /** @param now - Minutes after the first request. */
  constructor(now = 80) {
    this.logs = new MemoryLogs(at(now));
    this.process = this.logs.startProcess({ requests, detectors: [] });
    this.logs.events = [...events];
  }

  live() {
    return this.process.run();
  }

  /** @param life - Blocks after which it is killed; another one goes on. */
  async backfill(from: number, to: number, life = Infinity): Promise<BackfillResult> {
    const { ports, runner: shared } = this.process;
    const request = storedRequestOf({ range: { from, to } });
    let job = queuedJob({ kind: 'backfill', request, now: this.logs.now });
    for (let blocks = 0; ; blocks = 0) {
      const work = backfillWork({
        ports: { ...ports, sleep: () => Promise.resolve() },
        shared,
        detectors: [],
        history_minutes: 0,
        lag_ms: 10_000,
        alert_max_age_ms: Infinity,
        requests,
      });
      const aborting = new AbortController();
      try {
        const { result } = await work({
          job,
          signal: aborting.signal,
          note: () => undefined,
          checkpoint: (progress) => {
            job = { ...job, ...progress };
            if ((blocks += 1) >= life) aborting.abort(new Error('killed'));
            return Promise.resolve();
          },
        });
        return BackfillResult.parse(result);
      } catch (error) {
        if (!aborting.signal.aborted) throw error;
      }
    }
  }

  /** Failed and degraded requests by where their first error is. */
  outcomes(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { outcome, first_error } of this.logs.requests.values()) {
      const key = `${first_error?.service ?? 'no error'}: ${outcome}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }
}

describe('the requests of a past range', () => {
  test('leave the edges and samples that the live task had left', async () => {
    const [live, past] = [new World(75.5), new World()];
    await live.live();
    await past.backfill(START, at(74));
    for (const kind of ['edges', 'samples'] as const) {
      const kept = ({ logs: { courses } }: World) => [...courses[kind]].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(kept(past).length).toBeGreaterThan(100);
      expect(kept(past)).toEqual(kept(live));
    }
  });

  test('are decided by how requests of their path end, from its first hour on', async () => {
    const world = new World();
    const { request_minutes } = await world.backfill(START, at(75));
    expect(request_minutes).toBe(75);
    expect(world.outcomes()).toMatchObject({ 'notification: degraded': expect.any(Number) as number });
    expect(Object.keys(world.outcomes()).filter((key) => key.endsWith('failed'))).toEqual([]);
  });

  test('are the same after a kill, and when it is repeated', async () => {
    const [whole, killed] = [new World(), new World()];
    await whole.backfill(START, at(75));
    await killed.backfill(START, at(75), 1);
    const kept = ({ logs: { courses, requests: found } }: World) =>
      [...courses.edges, ...courses.samples, ...found].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(kept(killed)).toEqual(kept(whole));
    const before = kept(whole);
    await whole.backfill(START, at(75));
    expect(kept(whole)).toEqual(before);
  });
});
