import { describe, expect, it } from 'vitest';
import { generateShopEvents } from '../../../demo/shop/generate.ts';
import { type ShopEvent, templateOf } from '../../../demo/shop/shop_event.ts';

const START = Date.parse('2026-01-15T14:00:00Z');
const MINUTE = 60_000;
const INCIDENT = { start: START + 60 * MINUTE, end: START + 66 * MINUTE, kind: 'database_timeout' as const };

const options = { seed: 3, start: START, end: START + 75 * MINUTE, requestsPerSecond: 10 };
const events = [...generateShopEvents({ ...options, incidents: [INCIDENT] })];
const before = events.filter(({ time }) => time < INCIDENT.start);
const during = events.filter(({ time }) => time >= INCIDENT.start && time < INCIDENT.end);
// Requests that met the incident come to their end within 150 s.
const after = events.filter(({ time }) => time >= INCIDENT.end + 3 * MINUTE);

const CONNECT_FAILED = 'Failed to connect to <*>: Connection timeout after <*>ms, retry <*>/<*>';

function perMinute(part: readonly ShopEvent[], template: string, minutes: number): number {
  return part.filter((event) => templateOf(event) === template).length / minutes;
}

function messagesOf(part: readonly ShopEvent[]): string[] {
  return part.map(({ text }) => text.message);
}

describe('a time-out of orders-db', () => {
  it('makes inventory say so up to five times, each 30 s after the last', () => {
    const failures = during.filter(({ text }) => text.message.startsWith('Failed to connect to orders-db'));
    expect(new Set(messagesOf(failures))).toEqual(
      new Set(
        [1, 2, 3, 4, 5].map(
          (n) => `Failed to connect to orders-db: Connection timeout after 30000ms, retry ${n}/5`,
        ),
      ),
    );
    expect(new Set(failures.map(({ service }) => service))).toEqual(new Set(['inventory']));
    const last = failures.find(({ text }) => text.message.endsWith('5/5'))!;
    const times = failures.filter((event) => event.request_id === last.request_id).map(({ time }) => time);
    expect(times).toHaveLength(5);
    for (const [index, time] of times.slice(1).entries()) {
      expect(time - times[index]!).toBeGreaterThanOrEqual(30_000);
      expect(time - times[index]!).toBeLessThan(30_100);
    }
  });

  it('spreads to checkout and gateway under the same request id, and never reaches payment', () => {
    const failed = new Set(
      during
        .filter(({ text }) => text.message.includes('504 Gateway Timeout'))
        .map(({ request_id }) => request_id),
    );
    expect(failed.size).toBeGreaterThan(50);
    for (const id of failed) {
      const request = events.filter((event) => event.request_id === id);
      const erring = request.filter(({ level }) => level === 'ERROR').map(({ service }) => service);
      expect(erring[0]).toBe('inventory');
      expect(new Set(erring)).toEqual(new Set(['inventory', 'checkout', 'gateway']));
      expect(request.some(({ service }) => service === 'payment')).toBe(false);
      expect(request.some(({ service }) => service === 'web-frontend')).toBe(true);
    }
  });

  it('shows errors that were never seen before', () => {
    const known = new Set(before.map(templateOf));
    const unseen = new Set(
      during
        .filter(({ level }) => level === 'ERROR')
        .map(templateOf)
        .filter((t) => !known.has(t)),
    );
    expect(unseen).toEqual(
      new Set([
        'Upstream inventory failed for order <*>: no response within <*>ms',
        'Upstream <*> gave no response within <*>ms, answering 504 Gateway Timeout to <*> <*>',
        'Order <*> abandoned: <*> items are not reserved, payment was not attempted',
        'Giving up on orders-db after <*> attempts in <*>ms',
        'Reservation of order <*> aborted: orders-db takes no connections',
        'Readiness probe failed <*> times in a row: orders-db unreachable',
      ]),
    );
  });

  it.each([
    'Stock check of <*> exceeded <*>ms, using availability cached <*>s ago',
    'Connection pool of orders-db: <*> of 50 connections in use, <*> waiting',
    'Slow response to <*> <*>: <*>ms, budget is <*>ms',
  ])('makes a known warning 20 to 60 times more frequent: %s', (template) => {
    const ratio = perMinute(during, template, 6) / perMinute(before, template, 60);
    expect(ratio).toBeGreaterThan(20);
    expect(ratio).toBeLessThan(60);
  });

  it('leaves those who browse alone', () => {
    const template = 'Loaded product <*> in <*>ms';
    expect(perMinute(during, template, 6) / perMinute(before, template, 60)).toBeCloseTo(1, 0);
  });

  it('is over when the database is back', () => {
    expect(
      messagesOf(after).filter((message) => message.includes('orders-db') && message.startsWith('Failed')),
    ).toEqual([]);
    expect(perMinute(after, 'Reserved <*> items for order <*> in <*>', 6)).toBeGreaterThan(30);
  });

  it('has the words of a rare time-out of other stores, seen at all times', () => {
    const targets = new Set(
      before
        .filter((event) => templateOf(event) === CONNECT_FAILED)
        .map(({ text }) => /connect to (\S+):/.exec(text.message)![1]),
    );
    expect(targets).toEqual(new Set(['cache-1', 'sessions-db']));
    expect(perMinute(before, CONNECT_FAILED, 60)).toBeLessThan(2);
  });

  it('does not change what happened before it', () => {
    const quiet = generateShopEvents({ ...options, end: INCIDENT.start });
    expect(before).toEqual([...quiet]);
  });
});

describe('a bank that is not trusted', () => {
  it('makes a library of payment say so while it lasts, and changes nothing else', () => {
    const range = { seed: 3, start: START, end: START + 4 * MINUTE, requestsPerSecond: 5 };
    const fault = {
      kind: 'untrusted_certificate' as const,
      start: START + MINUTE,
      end: START + 3 * MINUTE,
    };
    const isOfFault = ({ text }: ShopEvent) => text.message.startsWith('PKIX path building failed');
    const with_fault = [...generateShopEvents({ ...range, incidents: [fault] })];
    const said = with_fault.filter(isOfFault);
    expect(said.length).toBeGreaterThan(10);
    for (const { service, level, time } of said) {
      expect([service, level]).toEqual(['payment', 'WARN']);
      expect(time).toBeGreaterThanOrEqual(fault.start);
      expect(time).toBeLessThan(fault.end);
    }
    expect(with_fault.filter((event) => !isOfFault(event))).toEqual([...generateShopEvents(range)]);
  });
});

describe('a checkout that leaves the payment out', () => {
  const incidents = [{ ...INCIDENT, kind: 'payment_left_out' as const }];
  const all = [...generateShopEvents({ ...options, incidents })];
  const of = (part: readonly ShopEvent[], service: string) =>
    part.filter((event) => event.service === service);
  const meanwhile = all.filter(({ time }) => time >= INCIDENT.start + 5000 && time < INCIDENT.end);

  it('ships orders, and nothing is paid or said to be wrong', () => {
    const paid = of(meanwhile, 'payment').filter(({ request_id }) => request_id !== undefined);
    expect(paid).toEqual([]);
    const shipped = of(meanwhile, 'shipping').filter(({ text }) => text.message.includes('announced'));
    expect(shipped.length).toBeGreaterThan(100);
    const errors = meanwhile.filter(({ level, service }) => level === 'ERROR' && service === 'checkout');
    expect(errors).toEqual([]);
  });
});

describe('a slow payment', () => {
  it('takes twice as long, and no line that was not there says so', () => {
    const range = { seed: 3, start: START, end: START + 30 * MINUTE, requestsPerSecond: 5 };
    const fault = { kind: 'slow_payment' as const, start: START + 10 * MINUTE, end: START + 20 * MINUTE };
    const lines = [...generateShopEvents({ ...range, incidents: [fault] })];
    const known = new Set([...generateShopEvents(range)].map(templateOf));
    expect(lines.filter((event) => !known.has(templateOf(event)))).toEqual([]);
    const medianOf = (isDuring: boolean) => {
      const times = lines
        .filter(({ time }) => isDuring === (time >= fault.start && time < fault.end))
        .flatMap(({ text }) => /authorised in (\d+)ms/.exec(text.message)?.[1] ?? [])
        .map(Number)
        .sort((a, b) => a - b);
      return times[times.length >> 1]!;
    };
    expect(medianOf(true) / medianOf(false)).toBeCloseTo(2, 0);
  });
});
