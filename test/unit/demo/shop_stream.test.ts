import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateShop, generateShopEvents, type ShopOptions } from '../../../demo/shop/generate.ts';
import { SERVICE_NAMES } from '../../../demo/shop/services.ts';
import { type ShopEvent, templateOf } from '../../../demo/shop/shop_event.ts';

const START = Date.parse('2026-01-15T14:00:00Z');
const MINUTE = 60_000;

function shop(options: Partial<ShopOptions> = {}): ShopOptions {
  return { seed: 7, start: START, end: START + 2 * MINUTE, requestsPerSecond: 10, ...options };
}

function groupByRequest(events: Iterable<ShopEvent>): Map<string, ShopEvent[]> {
  const requests = new Map<string, ShopEvent[]>();
  for (const event of events) {
    if (event.request_id === undefined) continue;
    const known = requests.get(event.request_id);
    if (known) known.push(event);
    else requests.set(event.request_id, [event]);
  }
  return requests;
}

describe('the stream of the shop', () => {
  it('is the same for the same seed, another for another one', () => {
    const first = [...generateShop(shop())];
    expect([...generateShop(shop())]).toEqual(first);
    expect([...generateShop(shop({ seed: 8 }))]).not.toEqual(first);
  });

  it('gives the same documents whole and cut in two, also in the middle of an incident', () => {
    const incidents = [{ start: START + MINUTE, end: START + 4 * MINUTE, kind: 'database_timeout' as const }];
    const end = START + 5 * MINUTE;
    fc.assert(
      fc.property(fc.integer(), fc.noBias(fc.integer({ min: START, max: end })), (seed, middle) => {
        const whole = { seed, start: START, end, requestsPerSecond: 2, incidents };
        const parts = [
          ...generateShop({ ...whole, end: middle }),
          ...generateShop({ ...whole, start: middle }),
        ];
        expect(parts).toEqual([...generateShop(whole)]);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('is in the order of time, inside its range', () => {
    const times = [...generateShop(shop())].map((document) => Date.parse(document['@timestamp']));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times[0]).toBeGreaterThanOrEqual(START);
    expect(times.at(-1)).toBeLessThan(START + 2 * MINUTE);
  });

  it('has no end where none is asked for', () => {
    const stream = generateShop(shop({ end: Infinity }));
    for (let count = 0; count < 1000; count++) expect(stream.next().done).toBe(false);
  });

  it('brings about as many requests as asked for, a little more and less from minute to minute', () => {
    const minutes = new Map<number, number>();
    for (const event of generateShopEvents(shop({ end: START + 60 * MINUTE }))) {
      if (templateOf(event) !== 'Received <*> <*> from <*>') continue;
      const minute = Math.floor(event.time / MINUTE);
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
    }
    const counts = [...minutes.values()];
    expect(counts).toHaveLength(60);
    expect(Math.min(...counts)).toBeGreaterThan(450);
    expect(Math.max(...counts)).toBeLessThan(780);
    expect(new Set(counts).size).toBeGreaterThan(30);
  });

  it('holds lines of all twelve services, mostly DEBUG and INFO, a few errors', () => {
    const events = [...generateShopEvents(shop({ end: START + 20 * MINUTE }))];
    expect(new Set(events.map(({ service }) => service))).toEqual(new Set(SERVICE_NAMES));
    const share = (level: string) => events.filter((event) => event.level === level).length / events.length;
    expect(share('INFO') + share('DEBUG')).toBeGreaterThan(0.98);
    expect(share('WARN')).toBeGreaterThan(share('ERROR'));
    expect(share('ERROR')).toBeGreaterThan(0);
    expect(share('ERROR')).toBeLessThan(0.005);
  });

  it('has 60 to 100 templates', () => {
    const incidents = [{ start: START + MINUTE, end: START + 9 * MINUTE, kind: 'database_timeout' as const }];
    const events = generateShopEvents(shop({ end: START + 40 * MINUTE, incidents }));
    const templates = new Set([...events].map(templateOf));
    expect(templates.size).toBeGreaterThanOrEqual(60);
    expect(templates.size).toBeLessThanOrEqual(100);
  });

  it('carries one request id through 3 to 11 services and 5 to 30 lines, cause before effect', () => {
    const requests = [...groupByRequest(generateShopEvents(shop())).values()];
    const whole = requests.filter(
      (events) => templateOf(events[0]!).startsWith('Received') && events[0]!.time < START + MINUTE,
    );
    for (const events of whole) {
      const services = new Set(events.map(({ service }) => service)).size;
      expect(services).toBeGreaterThanOrEqual(3);
      expect(events.length).toBeGreaterThanOrEqual(5);
      expect(events.length).toBeLessThanOrEqual(30);
      expect(events[0]!.service).toBe('gateway');
      expect(events.findIndex(({ text }) => text.message.startsWith('Completed'))).toBeGreaterThan(
        events.findIndex(({ service }) => service === 'auth'),
      );
    }
    const checkouts = whole.filter((events) => events.some(({ service }) => service === 'payment'));
    expect(checkouts.length).toBeGreaterThan(10);
    for (const events of checkouts) {
      const order = events.map(({ service }) => service);
      expect(order.indexOf('checkout')).toBeLessThan(order.indexOf('inventory'));
      expect(order.indexOf('inventory')).toBeLessThan(order.indexOf('payment'));
    }
    expect(checkouts.some((events) => new Set(events.map(({ service }) => service)).size >= 10)).toBe(true);
  });

  it('tells different requests apart', () => {
    const ids = [...generateShopEvents(shop())].filter((event) => templateOf(event).startsWith('Received'));
    expect(new Set(ids.map(({ request_id }) => request_id)).size).toBe(ids.length);
  });
});
