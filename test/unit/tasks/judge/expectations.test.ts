import { beforeEach, describe, expect, test } from 'vitest';
import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { applyExpectation } from '../../../../ml-service/src/tasks/expectations/apply_expectation.ts';
import { INCIDENT, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';
import { DetectWorld } from '../../../fixtures/detect_world.ts';

const TIMEOUT = ['timeout', 'checkout', 'ERROR'] as const;
const TEMPLATES = templatesOf({
  heartbeat: ['Still alive'],
  timeout: ['Timeout after <ms>ms'],
  timed_out: ['Timed out after <ms>ms'],
});
/** Minutes after the first one of an outage of eight, from which on it is active; its end is seen in the minute 14. */
const at = (minute: number) => new Date((INCIDENT + minute) * 60_000).toISOString();

let world: DetectWorld;
let coming: TemplateCount[];

async function liveUntil(to: number): Promise<void> {
  for (let minute = world.now / 60_000 - INCIDENT + 1; minute <= to; minute += 1) {
    world.now = (INCIDENT + minute) * 60_000;
    const due = coming.filter((row) => row.minute < INCIDENT + minute);
    coming = coming.filter((row) => row.minute >= INCIDENT + minute);
    if (due.length > 0) await world.count(due);
    await world.live(INCIDENT + minute);
  }
}

beforeEach(() => {
  world = new DetectWorld(TEMPLATES);
  world.now = (INCIDENT - 76) * 60_000;
  coming = [
    ...rowsOf(['heartbeat', 'gateway', 'INFO'], [-150, 140], 100),
    ...rowsOf(TIMEOUT, [-150, 0], 1),
    ...rowsOf(TIMEOUT, [0, 8], 90),
    ...rowsOf(TIMEOUT, [8, 90], 1),
    ...rowsOf(TIMEOUT, [90, 98], 90),
    ...rowsOf(TIMEOUT, [98, 140], 1),
  ];
});

const expectationOf = (fields: Partial<ExpectationDocument>): ExpectationDocument => ({
  id: 'e',
  kind: 'expected',
  about: { template_id: 'timeout' },
  from: at(-60),
  created: at(-60),
  by: 'anna',
  ...fields,
});
/** When people say it, they see at once what it changes. */
async function say(fields: Partial<ExpectationDocument> = {}): Promise<number> {
  const stated = { ...expectationOf(fields) };
  world.expecting([stated]);
  return applyExpectation(stated, { ports: world.sayingPorts, now: world.now });
}
const seen = () =>
  [...world.anomalies.values()]
    .sort((a, b) => a.event.start.localeCompare(b.event.start))
    .map(({ anomaly }) => `${anomaly.status}${anomaly.expectation ? ` by ${anomaly.expectation.id}` : ''}`);

describe('what is expected', () => {
  test('is written as expected from its first minute on, by that expectation, and counted', async () => {
    await say();
    await liveUntil(5);
    expect(seen()).toEqual(['expected by e']);
    await liveUntil(30);
    expect(seen()).toEqual(['expected by e']);
    expect(await world.expectations.suppressed(['e'])).toEqual(
      new Map([['e', { count: 1, last_seen: at(8) }]]),
    );
  });

  test('until it ends; the next one alerts, and so says a backfill', async () => {
    await say({ until: at(60) });
    await liveUntil(130);
    expect(seen()).toEqual(['expected by e', 'resolved']);
    const replayed = world.unjudged();
    await replayed.backfill(INCIDENT - 75, INCIDENT + 130);
    expect(replayed.seen()).toEqual(world.seen());
  });

  test('for as long as it was said: what outlasts maintenance is active', async () => {
    await say({ kind: 'maintenance', about: {}, from: at(-10), until: at(5) });
    await liveUntil(5);
    expect(seen()).toEqual(['expected by e']);
    await liveUntil(7);
    expect(seen()).toEqual(['active']);
  });

  test('not where it had begun before the maintenance', async () => {
    await say({ kind: 'maintenance', about: {}, from: at(3), until: at(60) });
    await liveUntil(30);
    expect(seen()).toEqual(['resolved']);
  });
});

describe('what goes on', () => {
  test('is expected at once when somebody says so, from when it began', async () => {
    await liveUntil(5);
    expect(seen()).toEqual(['active']);
    const { event } = [...world.anomalies.values()][0]!;
    expect(await say({ from: event.start, created: at(5) })).toBe(1);
    expect(seen()).toEqual(['expected by e']);
    await liveUntil(30);
    expect(seen()).toEqual(['expected by e']);
  });

  test('is active again at once when that is taken back, and stays so', async () => {
    await say();
    await liveUntil(5);
    expect(await say({ undone: at(5) })).toBe(1);
    expect(seen()).toEqual(['active']);
    await liveUntil(12);
    expect(seen()).toEqual(['active']);
    await liveUntil(30);
    expect(seen()).toEqual(['resolved']);
  });
});

test('what had ended when an expectation is taken back was expected, and stays so', async () => {
  await say();
  await liveUntil(30);
  expect(await say({ undone: at(30) })).toBe(0);
  await liveUntil(130);
  expect(seen()).toEqual(['expected by e', 'resolved']);
});

test('an expectation names a template also by the id that it had before a merge', async () => {
  world.merged.set('timed_out', 'timeout');
  await say({ about: { template_id: 'timed_out', services: ['checkout'] } });
  await liveUntil(30);
  expect(seen()).toEqual(['expected by e']);
});

test('only where nearly all lines have the value that is expected', async () => {
  const about = { template_id: 'timeout', parameter: { name: 'target', value: 'orders-db' } };
  await say({ about });
  world.value_share = 0.89;
  await liveUntil(5);
  expect(seen()).toEqual(['active']);
  world.value_share = 0.9;
  await liveUntil(7);
  expect(seen()).toEqual(['expected by e']);
});
