import { describe, expect, it } from 'vitest';
import { generateShopEvents } from '../../../demo/shop/generate.ts';
import { toDocument } from '../../../demo/shop/layouts.ts';
import { SERVICE_NAMES, type ServiceName, SERVICES } from '../../../demo/shop/services.ts';
import type { ShopEvent } from '../../../demo/shop/shop_event.ts';
import { text } from '../../../demo/shop/text.ts';

const TIME = Date.parse('2026-01-15T14:23:45.123Z');

function event(service: ServiceName, more: Partial<ShopEvent> = {}): ShopEvent {
  return {
    time: TIME,
    service,
    instance: `${service}-1`,
    level: 'INFO',
    text: text`Loaded ${3} things in ${12}ms`,
    thread: 3,
    request_id: 'req-0123456789ab',
    ...more,
  };
}

describe('a line', () => {
  it('has time, level, service, request id and message', () => {
    expect(toDocument(event('inventory', { level: 'ERROR' }))).toEqual({
      '@timestamp': '2026-01-15T14:23:45.123Z',
      message: '2026-01-15T14:23:45.123Z ERROR inventory [req-0123456789ab] Loaded 3 things in 12ms',
    });
  });

  it('looks as Spring Boot writes it, where Filebeat names the service', () => {
    expect(toDocument(event('checkout', { logger: 'OrderController' }))).toEqual({
      '@timestamp': '2026-01-15T14:23:45.123Z',
      message: expect.stringMatching(
        /^2026-01-15 14:23:45\.123 {2}INFO \d+ --- \[exec-3\] c\.s\.checkout\.OrderController : \[req-0123456789ab\] Loaded 3 things in 12ms$/,
      ) as string,
      service: { name: 'checkout' },
      host: { name: 'checkout-1' },
      log: { file: { path: '/var/log/shop/checkout/checkout-1.log' } },
    });
  });

  it('is logfmt with quotes where needed', () => {
    expect(
      toDocument(event('auth', { fields: { user: 'calm_heron41', reason: 'wrong password' } })).message,
    ).toBe(
      'time=2026-01-15T14:23:45.123Z level=info service=auth request_id=req-0123456789ab msg="Loaded 3 things in 12ms" user=calm_heron41 reason="wrong password"',
    );
  });

  it('is JSON', () => {
    expect(JSON.parse(toDocument(event('web-frontend', { fields: { duration_ms: 7 } })).message)).toEqual({
      level: 'info',
      time: '2026-01-15T14:23:45.123Z',
      service: 'web-frontend',
      hostname: 'web-frontend-1',
      request_id: 'req-0123456789ab',
      msg: 'Loaded 3 things in 12ms',
      duration_ms: 7,
    });
  });

  it('is ECS JSON', () => {
    expect(JSON.parse(toDocument(event('search')).message)).toEqual({
      '@timestamp': '2026-01-15T14:23:45.123Z',
      'log.level': 'INFO',
      message: 'Loaded 3 things in 12ms',
      'ecs.version': '1.6.0',
      'service.name': 'search',
      'http.request.id': 'req-0123456789ab',
    });
  });
});

describe('every document of the stream', () => {
  const start = TIME;
  const events = [...generateShopEvents({ seed: 5, start, end: start + 120_000, requestsPerSecond: 10 })];

  it('has the exact time of its event, in the line too, and one line only', () => {
    for (const one of events) {
      const document = toDocument(one);
      const time = new Date(one.time).toISOString();
      expect(document['@timestamp']).toBe(time);
      expect(document.message).toContain(time.slice(11, 23));
      expect(document.message).not.toContain('\n');
    }
  });

  it('names its service, in the line or beside it', () => {
    for (const one of events) {
      const document = toDocument(one);
      if (SERVICES[one.service].shipper === 'adds_service') expect(document.service?.name).toBe(one.service);
      else expect(document.message).toContain(one.service);
    }
    expect(new Set(SERVICE_NAMES.map((name) => SERVICES[name].shipper)).size).toBe(2);
    expect(new Set(SERVICE_NAMES.map((name) => SERVICES[name].layout)).size).toBe(5);
  });
});
