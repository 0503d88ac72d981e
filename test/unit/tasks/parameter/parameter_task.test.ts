import { beforeAll, describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { Incident } from '../../../../demo/shop/conditions.ts';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import type { ShopEvent } from '../../../../demo/shop/shop_event.ts';
import { ParameterConfig } from '../../../../ml-service/src/settings/detectors.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { readProgress } from '../../../../ml-service/src/tasks/cycle/progress.ts';
import { readEdits } from '../../../../ml-service/src/tasks/edits/edit_journal.ts';
import { createEditParser } from '../../../fixtures/edit_world.ts';
import { MemoryLogs } from '../../../fixtures/memory_logs.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';

const MINUTE = 60_000;
const SECOND = 1000;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;

/** Those of two minutes: by then parameters have the names that they keep. */
const LEARNED_LINES = 4000;

const noEdits = () => readEdits(new SharedState().storeOf('a', () => START));

/** The lines of a web shop of twelve services as they lie in Elasticsearch, and the templates that were learned of them. */
interface Shop {
  readonly events: MemoryLogs['events'];
  readonly templates: readonly TemplateDocument[];
}

/** The lines are learned before they are labelled: each is as if the matcher had known all of them. */
async function shopOf(minutes: number, incidents: readonly Incident[] = []): Promise<Shop> {
  const options = { seed: 3, start: START, end: at(minutes), requestsPerSecond: 3, incidents };
  const store = new MemoryTemplates();
  const catalog = await TemplateCatalog.load({
    store,
    edits: await noEdits(),
    createParser: createEditParser,
  });
  const shop = [...generateShopEvents(options)];
  const rawOf = ({ text, level, service }: ShopEvent) => ({ message: text.message, level, service });
  for (const event of shop.slice(0, LEARNED_LINES))
    catalog.learn(rawOf(event), event.time, `logs-${event.service}`);
  const events = shop.map((event, number) => {
    const { request_id = '', time: timestamp, service, level } = event;
    const { template_id, parameters } = catalog.learn(rawOf(event), event.time, `logs-${service}`);
    return {
      ...{ request_id, timestamp, service, level },
      ...(template_id !== undefined && { template_id, params: parameters ?? {} }),
      reference: { _index: `logs-${service}`, _id: String(number) },
    };
  });
  return { events, templates: [...catalog.documents.all().values()] };
}

/** A shop of which 75 minutes have been written, and a process that has learned their values. */
async function shopAfter({ events, templates }: Shop, settings: Partial<ParameterConfig> = {}) {
  const world = new MemoryLogs(at(75));
  world.events = events;
  for (const document of templates) world.templates.documents.set(document.id, document);
  const start = (owner = 'a') => world.startProcess({ owner, parameter: ParameterConfig.parse(settings) });
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
    state: () => world.shared,
    anomalies: () => [...world.anomalies.values()],
    incidents: () => [...world.incidents.values()],
  };
}

const servicesOf = ({ anomalies }: Pick<Awaited<ReturnType<typeof shopAfter>>, 'anomalies'>) =>
  anomalies()
    .map(({ service }) => service!.name)
    .sort();

const FAULT: Incident = { kind: 'slow_payment', start: at(80) + 23 * SECOND, end: at(88) };

let slow: Shop;
let quiet: Shop;
beforeAll(async () => {
  slow = await shopOf(110, [FAULT]);
  quiet = await shopOf(136);
}, 60_000);

describe('a payment that takes twice as long', () => {
  it('is found within two minutes, as one anomaly and one incident, and ends', async () => {
    const shop = await shopAfter(slow);
    await shop.runUntil(FAULT.start);
    expect(shop.anomalies()).toEqual([]);
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    expect(shop.anomalies()).not.toEqual([]);
    expect(shop.incidents()).toHaveLength(1);
    // An order takes as much longer as its payment does.
    await shop.runUntil(FAULT.start + 3 * MINUTE);
    expect(servicesOf(shop)).toEqual(['checkout', 'payment']);
    const found = shop.anomalies().find(({ service }) => service!.name === 'payment')!;
    expect(found).toMatchObject({
      anomaly: { type: 'parameter', status: 'active', context: { measure: 'duration' } },
      log_ai: { parameter: { name: 'authorised_ms' } },
      data_streams: ['logs-payment'],
      is_interim: false,
    });
    expect(found.actual! / found.typical!).toBeCloseTo(2, 0);
    expect(Math.abs(Date.parse(found.event.start) - FAULT.start)).toBeLessThan(MINUTE);
    expect(shop.incidents()).toHaveLength(1);
    await shop.runUntil(FAULT.end + 16 * MINUTE);
    expect(shop.anomalies().map(({ anomaly }) => anomaly.status)).toEqual(['resolved', 'resolved']);
    expect(shop.incidents()).toHaveLength(1);
  });

  it('gives the same anomalies when the process is killed in the midst of it', async () => {
    const undisturbed = await shopAfter(slow);
    await undisturbed.runUntil(FAULT.end + 16 * MINUTE);
    const shop = await shopAfter(slow);
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

  it('is found where the past was shipped after the first run', async () => {
    const { events, templates } = slow;
    const shop = await shopAfter({ events: events.slice(0, 2000), templates });
    shop.world.events = events;
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    expect(shop.anomalies()).not.toEqual([]);
  });

  it('is judged when its lines have their template', async () => {
    const { events, templates } = slow;
    const shop = await shopAfter({ events, templates });
    const waiting = at(78) + 5 * SECOND;
    shop.world.events = events.map((event) => {
      const { template_id: _template_id, params: _params, ...unknown } = event;
      return event.timestamp >= waiting ? unknown : event;
    });
    await shop.runUntil(at(82));
    expect((await shop.progress()).values_until).toBe(at(78));
    shop.world.events = events;
    await shop.runUntil(FAULT.start + 2 * MINUTE);
    expect(shop.anomalies()).not.toEqual([]);
  });
});

describe('what is not told', () => {
  it('is anything in an hour without a fault', async () => {
    const shop = await shopAfter(quiet);
    await shop.runUntil(at(135));
    expect(shop.anomalies().map(({ event }) => event.reason)).toEqual([]);
    const { parameter } = await shop.progress();
    expect(parameter).toMatchObject({ left_out_templates: 0, left_out_minutes: 0 });
    expect(parameter!.parameters['judged']).toBeGreaterThan(20);
  }, 60_000);
});

describe('the status says', () => {
  it('how far values are judged, which share of the lines is read, and what could not be judged', async () => {
    const shop = await shopAfter(quiet);
    const { parameter, values_until } = await shop.progress();
    // Two seconds to settle and ten for shippers after the end of the minute.
    expect(values_until).toBe(at(74));
    expect(parameter!.share).toBeLessThan(0.9);
    expect(parameter!.parameters['varied']).toBeGreaterThan(5);
    expect(parameter!.parameters['insufficient_history']).toBeGreaterThan(5);
  });

  it('that the values of some templates are read, where there are more than may be', async () => {
    const shop = await shopAfter(quiet, { max_templates: 10 });
    const { parameter } = await shop.progress();
    expect(parameter!.templates).toBe(10);
    expect(parameter!.left_out_templates).toBeGreaterThan(20);
  });

  it('that a pause was left out', async () => {
    const shop = await shopAfter(quiet);
    shop.world.now += 3 * 60 * MINUTE;
    await shop.runUntil(shop.world.now);
    expect((await shop.progress()).parameter).toMatchObject({ left_out_minutes: 120 });
  });
});

it('what is kept holds no text of a line', async () => {
  const shop = await shopAfter(quiet);
  const kept = JSON.stringify([...shop.world.shared.values]);
  expect(kept).toContain('detector:parameter:');
  for (const text of ['warehouse-north', '@example.com', 'insufficient_funds'])
    expect(kept).not.toContain(text);
});
