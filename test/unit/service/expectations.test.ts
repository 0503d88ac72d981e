import { beforeEach, describe, expect, test } from 'vitest';
import { ExpectRequest } from '../../../common/api.ts';
import { type Caller, OPERATOR } from '../../../common/api/caller.ts';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { expectationServices } from '../../../ml-service/src/service/expectations.ts';
import { MergedIds } from '../../../ml-service/src/store/merged_ids.ts';
import { MemoryExpectations } from '../../fixtures/memory_expectations.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** Templates by id: service, and the data streams of their lines. */
const TEMPLATES = {
  timeout: { service: 'checkout', data_streams: ['logs-shop'] },
  refused: { service: 'payment', data_streams: ['logs-pay'] },
};
const SHOP: Caller = { user: 'kim', data_streams: ['logs-shop'] };
const PAY: Caller = { user: 'max', data_streams: ['logs-pay'] };
const ANNA: Caller = { user: 'anna' };

let now: number;
let anomalies: Map<string, AnomalyDocument>;
let services: ReturnType<typeof expectationServices>;

function anomalyOf(id: string, template: keyof typeof TEMPLATES): AnomalyDocument {
  const { event, anomaly: sample, log_ai, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  const { expectation: _said, ...anomaly } = sample;
  const { service, data_streams } = TEMPLATES[template];
  return {
    ...rest,
    event: { ...event, id },
    service: { name: service },
    log_ai: { ...log_ai, template: { id: template } },
    anomaly: { ...anomaly, status: 'active', found_status: 'active', first_seen: at(1), last_seen: at(4) },
    data_streams,
  };
}

beforeEach(() => {
  now = START;
  anomalies = new Map([
    ['timeouts', anomalyOf('timeouts', 'timeout')],
    ['refusals', anomalyOf('refusals', 'refused')],
  ]);
  const records = {
    readAnomalies: () => Promise.resolve({ total: anomalies.size, records: [...anomalies.values()] }),
    writeAnomalies: (written: readonly AnomalyDocument[]) => {
      for (const one of written) anomalies.set(one.event.id, one);
      return Promise.resolve();
    },
  };
  const found = (id: string) =>
    ({ id, data_streams: TEMPLATES[id as 'timeout'].data_streams }) as TemplateDocument;
  const templates = {
    mergedIds: () => Promise.resolve(new MergedIds(new Map())),
    get: (id: string) => Promise.resolve(id in TEMPLATES ? found(id) : undefined),
    search: (query: { ids?: string[]; service?: string; data_streams?: string[] }) => {
      const ids = Object.entries(TEMPLATES)
        .filter(
          ([id, one]) =>
            (query.ids?.includes(id) ?? true) &&
            (query.service ?? one.service) === one.service &&
            one.data_streams.every((name) => query.data_streams?.includes(name) ?? true),
        )
        .map(([id]) => id);
      return Promise.resolve({ total: ids.length, templates: ids.map(found) });
    },
  };
  services = expectationServices({
    expectations: new MemoryExpectations(anomalies),
    templates: templates as never,
    records: records as never,
    logs: undefined as never,
    now: () => now,
  });
});

const expectWith = async (body: object, caller: Caller = OPERATOR): Promise<{ id: string }> => {
  const expectation = await services.expect({ body: ExpectRequest.parse(body) }, caller);
  now += 1;
  return expectation;
};
const listed = async (caller: Caller, state: 'open' | 'all' = 'open') =>
  (
    (await services.expectations({ query: { state, size: 10 } }, caller)) as {
      expectations: { note?: string; suppressed: number }[];
    }
  ).expectations.map(({ note, suppressed }) => `${note}: ${suppressed}`);
const statusOf = (id: string) => anomalies.get(id)!.anomaly.status;

describe('what is said in advance', () => {
  test('bears who said it and when, and holds at once of what goes on since then', async () => {
    now = START + 5 * 60_000;
    const body = {
      about: { template_id: 'timeout' },
      from: '2026-11-22T11:01:00+01:00',
      note: ' Load test ',
    };
    expect(await expectWith(body, ANNA)).toMatchObject({
      kind: 'expected',
      about: { template_id: 'timeout' },
      from: at(1),
      created: at(5),
      by: 'anna',
      note: 'Load test',
      suppressed: 1,
      last_suppressed: at(4),
    });
    expect([statusOf('timeouts'), statusOf('refusals')]).toEqual(['expected', 'active']);
    expect(anomalies.get('timeouts')!.event.updated).toBe(at(5));
  });

  test('ends after it begins, also where it begins now', async () => {
    const past = { about: { template_id: 'timeout' }, until: '2020-01-01T00:00:00Z' };
    await expect(expectWith(past)).rejects.toMatchObject({ code: 'request_invalid' });
    expect(await listed(OPERATOR, 'all')).toEqual([]);
  });

  test('leaves what another says of anomalies that began before', async () => {
    now = START + 5 * 60_000;
    await expectWith({ about: { template_id: 'timeout' }, from: at(0), until: at(4.5) });
    expect(statusOf('timeouts')).toBe('expected');
    now = START + 6 * 60_000;
    await expectWith({ about: { services: ['checkout'] }, from: at(5.75) });
    expect(statusOf('timeouts')).toBe('expected');
  });

  test('is taken back once, by whom it says; what goes on is active again', async () => {
    const { id } = await expectWith({ about: { template_id: 'timeout' } }, ANNA);
    now = START + 60_000;
    expect(await services.undo_expectation({ id }, { user: 'kim' })).toMatchObject({
      undone: at(1),
      undone_by: 'kim',
      suppressed: 0,
    });
    expect(statusOf('timeouts')).toBe('active');
    now += 60_000;
    expect(await services.undo_expectation({ id }, ANNA)).toMatchObject({ undone: at(1), undone_by: 'kim' });
    expect([await listed(OPERATOR), await listed(OPERATOR, 'all')]).toEqual([[], ['undefined: 0']]);
  });

  test('ends earlier or later when that is changed, or never', async () => {
    const { id } = await expectWith({ about: { template_id: 'timeout' }, until: at(60) });
    expect(statusOf('timeouts')).toBe('expected');
    now = START + 5 * 60_000;
    const change = (body: object) => services.change_expectation({ id, body });
    await change({ until: at(2) });
    expect(statusOf('timeouts')).toBe('active');
    expect(await change({ until: null, note: 'For good' })).toMatchObject({
      note: 'For good',
      suppressed: 1,
    });
    await expect(change({ until: at(-1) })).rejects.toMatchObject({ code: 'request_invalid' });
    await services.undo_expectation({ id });
    await expect(change({ note: 'Too late' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a service has one sensitivity: the next one ends the one before', async () => {
    const about = { services: ['checkout'] };
    await expectWith({ kind: 'sensitivity', sensitivity: 'low', about, note: 'low' }, ANNA);
    now += 60_000;
    await expectWith({ kind: 'sensitivity', sensitivity: 'high', about, note: 'high' }, ANNA);
    expect(await listed(OPERATOR)).toEqual(['high: 0']);
    expect(statusOf('timeouts')).toBe('active');
  });
});

describe('who may not read everything', () => {
  test('sees what was said of what they see, and of everything', async () => {
    await expectWith({ about: { template_id: 'timeout' }, note: 'a template of the shop' }, ANNA);
    await expectWith({ about: { services: ['payment'] }, note: 'the payment' }, ANNA);
    await expectWith({ kind: 'maintenance', until: at(60), note: 'all' }, ANNA);
    expect(await listed(SHOP)).toEqual(['all: 0', 'a template of the shop: 1']);
    expect(await listed(PAY)).toEqual(['all: 0', 'the payment: 1']);
    expect(await listed({ data_streams: [] })).toEqual(['all: 0']);
  });

  test('says something only of what they may read, and of nothing else', async () => {
    await expectWith({ kind: 'maintenance', until: at(60), note: 'ours' }, SHOP);
    expect([statusOf('timeouts'), statusOf('refusals')]).toEqual(['expected', 'active']);
    expect(await listed(SHOP)).toEqual(['ours: 1']);
    expect(await listed(PAY)).toEqual([]);
    await expect(expectWith({ about: { template_id: 'refused' } }, SHOP)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(expectWith({ about: { type: 'drop' } }, { data_streams: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('takes back what is theirs: of others it is not there, or holds of more than they may read', async () => {
    const all = await expectWith({ kind: 'maintenance', until: at(60) }, ANNA);
    const theirs = await expectWith({ about: { services: ['payment'] } }, PAY);
    await expect(services.undo_expectation({ id: all.id }, SHOP)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(services.undo_expectation({ id: theirs.id }, SHOP)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await services.undo_expectation({ id: theirs.id }, PAY)).toMatchObject({ undone_by: 'max' });
  });
});

describe('a request that', () => {
  const of = { services: ['checkout'] };
  test.each<[string, object, string]>([
    ['names nothing', {}, 'about'],
    ['names a parameter and no template', { about: { parameter: { name: 'n', value: '1' } } }, 'about'],
    ['is over before it begins', { about: of, from: at(5), until: at(5) }, 'until'],
    ['plans maintenance without an end', { kind: 'maintenance' }, 'until'],
    [
      'plans maintenance of a template',
      { kind: 'maintenance', until: at(9), about: { template_id: 't' } },
      'about',
    ],
    ['is of no sensitivity', { kind: 'sensitivity', about: of }, 'sensitivity'],
    ['expects with a sensitivity', { about: of, sensitivity: 'low' }, 'sensitivity'],
    [
      'is of the sensitivity of two services',
      { kind: 'sensitivity', sensitivity: 'low', about: { services: ['a', 'b'] } },
      'about',
    ],
    [
      'changes scores that were told',
      { kind: 'sensitivity', sensitivity: 'low', about: of, from: at(-9) },
      'from',
    ],
  ])('%s is refused', (_what, body, path) => {
    const { error } = ExpectRequest.safeParse(body);
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
