import { describe, expect, it } from 'vitest';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { isoOfMinute, minuteOf } from '../../../../common/minutes.ts';
import type { Incident } from '../../../../demo/shop/conditions.ts';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import type { RequestEvent } from '../../../../ml-service/src/ports/logs.ts';
import { SequenceConfig } from '../../../../ml-service/src/settings/detectors.ts';
import { withExpectation } from '../../../../ml-service/src/store/merge_anomaly.ts';
import { readProgress } from '../../../../ml-service/src/tasks/cycle/progress.ts';
import { MemoryLogs } from '../../../fixtures/memory_logs.ts';

const MINUTE = 60_000;
const SECOND = 1000;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;

/** The lines of a web shop of twelve services as they lie in Elasticsearch. */
function shopEvents(minutes: number, incidents: readonly Incident[] = []): RequestEvent[] {
  const options = { seed: 3, start: START, end: at(minutes), requestsPerSecond: 3, incidents };
  return [...generateShopEvents(options)].flatMap((event, number) => {
    const { request_id, time: timestamp, service, level } = event;
    if (request_id === undefined) return [];
    const reference = { _index: `logs-${service}`, _id: String(number) };
    return { request_id, timestamp, service, level, template_id: templateOf(event), reference };
  });
}

/** A shop of which 75 minutes have been written, and a process that has learned them. */
async function shopAfter(events: RequestEvent[], settings: Partial<SequenceConfig> = {}) {
  const world = new MemoryLogs(at(75));
  world.events = events;
  const start = (owner = 'a') => world.startProcess({ owner, sequence: SequenceConfig.parse(settings) });
  let process = start();
  await process.run();
  return {
    world,
    /** Runs the tasks every ten seconds until a moment. */
    async runUntil(end: number): Promise<void> {
      for (; world.now < end; world.now += 10 * SECOND) await process.run();
      await process.run();
    },
    /** The process is gone; another one goes on when the leases have ended. */
    kill(): void {
      world.now += 61 * SECOND;
      process = start(`b${world.now}`);
    },
    progress: () => readProgress(process.ports.state, world.now),
    anomalies: () => [...world.anomalies.values()],
    /** Requests that failed without an error. */
    failed: () => [...world.requests.values()].filter(({ first_error }) => !first_error),
    incidents: () => [...world.incidents.values()],
  };
}

const FAULT: Incident = { kind: 'payment_left_out', start: at(80) + 23 * SECOND, end: at(86) };

describe('logs of the past that are shipped while a run goes on', () => {
  const STEP = 'template_shipment_transit';
  const events = shopEvents(75);
  /** A step of every second request, which no generation of the matcher knows yet. */
  const isUnknown = ({ request_id, service }: RequestEvent) =>
    service === 'catalog' && /[0-7]$/.test(request_id);
  const shipped = (is_labelled: boolean) =>
    events.map((event) => {
      const { template_id: _unknown, ...line } = event;
      if (!isUnknown(event)) return event;
      return is_labelled ? { ...line, template_id: STEP } : line;
    });

  it('are judged when they have their labels: a step that is not known yet is not missing', async () => {
    const world = new MemoryLogs(at(75));
    world.events = shipped(true).filter(({ timestamp }) => timestamp < at(20));
    let questions = 0;
    world.onRead = (question) => {
      // In the middle of the run.
      if (question === 'countRequestLines' && ++questions === 30) world.events = shipped(false);
    };
    const process = world.startProcess({ sequence: SequenceConfig.parse({}) });
    await process.run();
    world.events = shipped(true);
    for (world.now = at(76); world.now < at(80); world.now += 10 * SECOND) await process.run();
    expect([...world.anomalies.values()].map(({ event }) => event.reason)).toEqual([]);
  });
});

describe('a workflow that leaves the payment out', () => {
  it('is found within two minutes, as one anomaly and one incident, and ends', async () => {
    const shop = await shopAfter(shopEvents(105, [FAULT]));
    await shop.runUntil(FAULT.start);
    expect(shop.anomalies()).toEqual([]);
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    expect(shop.anomalies()).toHaveLength(1);
    expect(shop.anomalies()[0]).toMatchObject({
      event: { start: isoOfMinute(minuteOf(FAULT.start)) },
      anomaly: { type: 'sequence', status: 'active' },
      service: { name: 'payment' },
      is_interim: false,
    });
    expect(shop.incidents()).toHaveLength(1);
    expect(shop.incidents()[0]).toMatchObject({
      incident: { status: 'active', anomaly_ids: [shop.anomalies()[0]!.event.id] },
    });

    const found = shop.anomalies()[0]!.actual!;
    await shop.runUntil(FAULT.end + 16 * MINUTE);
    const [anomaly, ...others] = shop.anomalies();
    expect(others).toEqual([]);
    expect(anomaly).toMatchObject({ anomaly: { status: 'resolved' } });
    expect(anomaly!.actual).toBeGreaterThan(3 * found);
    expect(shop.incidents()).toHaveLength(1);
  });

  it('of which a kind of lines gets its template late is learned with them: they are no news afterwards', async () => {
    const events = shopEvents(100);
    const late = events.find(({ service }) => service === 'shipping')!.template_id;
    const labelled_later = events.map(({ template_id, ...event }) => ({
      ...event,
      ...(template_id !== late && template_id !== undefined && { template_id }),
    }));
    const shop = await shopAfter(labelled_later);
    shop.world.events = events;
    await shop.runUntil(at(100));
    expect(shop.anomalies()).toEqual([]);
    expect((await shop.progress()).sequence).toBeDefined();
  });

  it('is the same anomaly when the process is killed in the midst of it', async () => {
    const events = shopEvents(105, [FAULT]);
    const undisturbed = await shopAfter(events);
    await undisturbed.runUntil(FAULT.end + 16 * MINUTE);
    const shop = await shopAfter(events);
    for (const minutes of [1.9, 3.1, 5.2]) {
      await shop.runUntil(FAULT.start + minutes * MINUTE);
      shop.kill();
    }
    await shop.runUntil(FAULT.end + 16 * MINUTE);
    const told = ({ anomalies }: typeof shop) =>
      anomalies().map(({ event, anomaly, actual }) => ({
        ...event,
        created: 0,
        updated: 0,
        actual,
        anomaly: anomaly.last_seen,
      }));
    expect(told(shop)).toEqual(told(undisturbed));
  });

  it('has its requests among those that failed, those of before it was told of included', async () => {
    const events = shopEvents(105, [FAULT]);
    const shop = await shopAfter(events);
    await shop.runUntil(FAULT.end + 16 * MINUTE);
    const [anomaly] = shop.anomalies();
    expect(shop.failed()).toHaveLength(anomaly!.actual!);
    for (const request of shop.failed())
      expect(request).toMatchObject({
        outcome: 'failed',
        anomaly_id: anomaly!.event.id,
        path: { service: 'gateway' },
        line_count: events.filter(({ request_id }) => request_id === request.request_id).length,
        error_count: 0,
      });
    // The hour after is as others are.
    const last = shop.failed().reduce((most, { event }) => Math.max(most, Date.parse(event.end)), 0);
    expect(last).toBeLessThan(FAULT.end + MINUTE);
  });

  it('has the same requests failed when the process is killed in the midst of it', async () => {
    const events = shopEvents(90, [FAULT]);
    const undisturbed = await shopAfter(events);
    await undisturbed.runUntil(at(90));
    const shop = await shopAfter(events);
    for (const minutes of [1.9, 3.1, 5.2]) {
      await shop.runUntil(FAULT.start + minutes * MINUTE);
      shop.kill();
    }
    await shop.runUntil(at(90));
    const told = ({ failed }: typeof shop) =>
      failed()
        .map(({ request_id, anomaly_id, line_count }) => [request_id, anomaly_id, line_count].join(' '))
        .sort();
    expect(told(shop)).toEqual(told(undisturbed));
  });

  it('has a request failed that says more later, with what it says', async () => {
    const shop = await shopAfter(shopEvents(90, [FAULT]));
    await shop.runUntil(at(88));
    const [{ request_id, anomaly_id, line_count }] = shop.failed() as [RequestDocument];
    const [line] = shop.world.events.filter((event) => event.request_id === request_id);
    shop.world.events.push({
      ...line!,
      timestamp: shop.world.now,
      reference: { _index: 'logs', _id: 'late' },
    });
    shop.world.events.sort((a, b) => a.timestamp - b.timestamp);
    await shop.runUntil(at(90));
    expect(shop.world.requests.get(request_id)).toMatchObject({
      outcome: 'failed',
      anomaly_id,
      line_count: line_count + 1,
    });
  });

  it('has none failed where people expect it', async () => {
    const shop = await shopAfter(shopEvents(86, [FAULT]));
    await shop.world.expectations.update('maintenance', () => ({
      id: 'maintenance',
      kind: 'maintenance',
      about: {},
      from: new Date(at(60)).toISOString(),
      created: new Date(at(60)).toISOString(),
    }));
    await shop.runUntil(at(86));
    expect(shop.anomalies().map(({ anomaly }) => anomaly.status)).toEqual(['expected']);
    expect(shop.failed()).toEqual([]);
  });

  it('has no more requests failed once people said that it was expected', async () => {
    const shop = await shopAfter(shopEvents(90, [FAULT]));
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    const found = shop.failed().length;
    const [anomaly] = shop.anomalies();
    shop.world.anomalies.set(anomaly!.event.id, withExpectation(anomaly!, true));
    await shop.runUntil(at(88));
    expect(found).toBeGreaterThan(0);
    expect(shop.failed()).toHaveLength(found);
  });

  it('brings its lines, and is for those who may read all streams that it speaks of', async () => {
    const shop = await shopAfter(shopEvents(84, [FAULT]));
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    const { anomaly, data_streams } = shop.anomalies()[0]!;
    expect(anomaly.samples.length).toBeGreaterThan(0);
    for (const { _index } of anomaly.samples) expect(data_streams).toContain(_index);
  });
});

describe('logs of the past that are shipped after the first run', () => {
  it('are learned all the same', async () => {
    const events = shopEvents(84, [FAULT]);
    const shop = await shopAfter(events.slice(0, 4000));
    shop.world.events = events;
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    expect(shop.anomalies()).toHaveLength(1);
  });
});

describe('what is not told', () => {
  it('is anything in an hour without a fault', async () => {
    const shop = await shopAfter(shopEvents(136));
    await shop.runUntil(at(135));
    expect(shop.anomalies()).toEqual([]);
    const { sequence } = await shop.progress();
    expect(sequence).toMatchObject({ share: 1, left_out_minutes: 0 });
    expect(sequence!.sessions['judged']).toBeGreaterThan(10_000);
  }, 60_000);
});

describe('the status says', () => {
  it('that sessions fail, and are too few to judge', async () => {
    const shop = await shopAfter(shopEvents(80), { min_sessions: 100_000 });
    const { sequence, sessions_until } = await shop.progress();
    expect(sequence!.sessions).toEqual({
      insufficient_history: expect.any(Number) as number,
      failed: expect.any(Number) as number,
    });
    expect(sequence).toMatchObject({ needed_sessions: 100_000 });
    // Two seconds to settle, ten for shippers, thirty until a session has closed.
    expect(sessions_until).toBe(at(75) - 42 * SECOND);
  });

  it('that a share is read, where there are more lines than may be', async () => {
    const shop = await shopAfter(shopEvents(80), { max_lines_per_second: 10 });
    const { sequence } = await shop.progress();
    expect(sequence!.share).toBe(0.25);
    const whole = await (await shopAfter(shopEvents(80))).progress();
    const ratio = sequence!.sessions['judged']! / whole.sequence!.sessions['judged']!;
    expect(ratio).toBeGreaterThan(0.15);
    expect(ratio).toBeLessThan(0.35);
  });

  it('that a pause was left out', async () => {
    const shop = await shopAfter(shopEvents(80));
    shop.world.now += 3 * 60 * MINUTE;
    await shop.runUntil(shop.world.now);
    expect((await shop.progress()).sequence).toMatchObject({ left_out_minutes: 120 });
  });

  it('that an id joins more than a session', async () => {
    const events = shopEvents(80);
    const constant = Array.from({ length: 12_000 }, (_, number): RequestEvent => {
      const reference = { _index: 'logs', _id: `c${number}` };
      return { request_id: 'none', timestamp: at(60) + number, service: 'app', template_id: 't', reference };
    });
    const shop = await shopAfter([...events, ...constant].sort((a, b) => a.timestamp - b.timestamp));
    expect((await shop.progress()).sequence!.sessions['too_many_lines']).toBe(1);
  });
});
