import { expect, test } from 'vitest';
import type { Level } from '../../../../common/levels.ts';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import { RequestsConfig } from '../../../../ml-service/src/settings/requests.ts';
import { MemoryLogs } from '../../../fixtures/memory_logs.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;

test('a request with a new error may come to its end yet: it is degraded until a run later nothing came', async () => {
  const logs = new MemoryLogs(at(0));
  const line = (seconds: number, service: string, template_id: string, level: Level = 'INFO') => {
    const reference = { _index: 'logs', _id: String(seconds) };
    return { request_id: 'r-1', timestamp: at(0) + seconds * 1000, service, level, template_id, reference };
  };
  const process = logs.startProcess({ requests: RequestsConfig.parse({}), detectors: [] });
  const outcomeAt = async (seconds: number, ...lines: readonly ReturnType<typeof line>[]) => {
    logs.events = [...logs.events, ...lines];
    logs.now = at(0) + seconds * 1000;
    await process.run();
    return logs.requests.get('r-1')?.outcome;
  };
  const asked = [line(10, 'gateway', 'asked'), line(11, 'search', 'unparsed', 'ERROR')];
  expect(await outcomeAt(12, ...asked)).toBe('degraded');
  expect(await outcomeAt(60)).toBe('failed');
  expect(await outcomeAt(63, line(61, 'gateway', 'answered'))).toBe('degraded');
  // Of what was asked first an error is the end.
  expect(await outcomeAt(65, line(64, 'gateway', 'gave up', 'ERROR'))).toBe('failed');
});

test('a request that was decided before anything was known of its path is decided anew when that is', async () => {
  const logs = new MemoryLogs(at(60));
  const shop = generateShopEvents({ seed: 3, start: START, end: at(60), requestsPerSecond: 1 });
  logs.events = [...shop].flatMap((event, number) => {
    const { request_id, time: timestamp, service, level } = event;
    if (request_id === undefined) return [];
    const reference = { _index: `logs-${service}`, _id: String(number) };
    return { request_id, timestamp, service, level, template_id: templateOf(event), reference };
  });
  const process = logs.startProcess({ requests: RequestsConfig.parse({}), detectors: [] });
  // Mails that bounced after the page was answered.
  const bounced = () => {
    const all = [...logs.requests.values()].filter(
      ({ first_error }) => first_error?.service === 'notification',
    );
    return [
      ...new Set(all.map(({ outcome, is_interim = false }) => [outcome, is_interim].join(', interim: '))),
    ];
  };
  // The history of a system that was connected just now: nothing says yet how its requests end.
  await process.run();
  expect(bounced()).toEqual(['failed, interim: true']);
  // It has been read meanwhile, and says what most of them do.
  logs.now = at(61);
  await process.run();
  expect(bounced()).toEqual(['degraded, interim: true']);
  // An hour later that is usual.
  logs.now = at(130);
  await process.run();
  expect(bounced()).toEqual(['degraded, interim: false']);
});
