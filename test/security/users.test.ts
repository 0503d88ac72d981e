import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type {
  AnomaliesResponse,
  CountsResponse,
  EditsResponse,
  LinesResponse,
  RequestsResponse,
  RequestStoryResponse,
  StatusResponse,
  TemplatesResponse,
} from '../../common/api.ts';
import { RIGHTS } from '../../ml-service/src/adapters/elasticsearch/setup/rights.ts';
import { tearDown } from '../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { startServiceProcess } from '../fixtures/service_process.ts';
import { type Host, startHost } from '../host/start_host.ts';
import { connectAsAdmin, environmentWith, makeKey, SERVICE_TOKEN } from './keys.ts';
import {
  lineCountOf,
  MINUTES,
  requestOf,
  SHARED_LINE,
  SHARED_REQUEST,
  ship,
  streamOf,
  type Team,
  TEAMS,
} from './two_teams.ts';

/** Two teams, each with a user; somebody who reads everything; a reader; and somebody whom Log AI is not for. */

const PASSWORD = 'a-password-of-the-tests';
const USERS = {
  anna: { reads: ['logs-alpha-*'], may: ['logAi.all'] },
  bert: { reads: ['logs-bravo-*'], may: ['logAi.all'] },
  olga: { reads: ['logs-*'], may: ['logAi.all'] },
  rita: { reads: ['logs-alpha-*'], may: ['logAi.read'] },
  nora: { reads: ['logs-*'], may: ['discover.all'] },
  igor: { reads: [], may: ['logAi.all'] },
} as const;
type User = keyof typeof USERS;

const admin: Client = connectAsAdmin();
const start = Math.floor(Date.now() / 60_000) * 60_000 - (MINUTES + 15) * 60_000;
const RANGE = {
  from: new Date(start).toISOString(),
  to: new Date(start + MINUTES * 60_000).toISOString(),
};
let host: Host;
const closing: (() => Promise<unknown>)[] = [];

async function makeUsers(): Promise<void> {
  for (const [name, { reads }] of Object.entries(USERS)) {
    const indices = reads.map((pattern) => ({ names: [pattern], privileges: ['read' as const] }));
    await admin.security.putRole({ name: `role-of-${name}`, indices });
    await admin.security.putUser({ username: name, password: PASSWORD, roles: [`role-of-${name}`] });
  }
}

beforeAll(async () => {
  await tearDown(admin, { delete_data: true });
  await makeUsers();
  const setup = await runCli(['setup'], {
    env: environmentWith(await makeKey(admin, RIGHTS.setup(['logs-*']))),
  });
  expect(setup.code, setup.stderr).toBe(0);
  await ship(admin, start);
  const env = environmentWith(await makeKey(admin, RIGHTS.serve(['logs-*'])));
  const backfill = await runCli(['backfill', '--from', RANGE.from, '--to', RANGE.to], { env });
  expect(backfill.code, backfill.stderr).toBe(0);
  const service = await startServiceProcess(env);
  closing.push(() => service.stop());
  const { url, ca, zip } = inject('secured');
  host = await startHost({
    zip,
    elasticsearch: { url, ca },
    service: { url: service.url, token: SERVICE_TOKEN },
    users: Object.fromEntries(Object.entries(USERS).map(([name, { may }]) => [name, may])),
  });
  closing.push(() => host.close());
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await tearDown(admin, { delete_data: true });
  await admin.close();
});

const credentialsOf = (user: User) => `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`;

function call(user: User, path: string, body?: unknown, method = 'POST'): Promise<Response> {
  return fetch(`${host.url}/api/log_ai${path}`, {
    headers: {
      authorization: credentialsOf(user),
      'kbn-xsrf': 'tests',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { method, body: JSON.stringify(body) }),
  });
}

async function ask<T>(user: User, path: string, body?: unknown, method?: string): Promise<T> {
  const answer = await call(user, path, body, method);
  const content = (await answer.json()) as T;
  expect({ path, status: answer.status, content: answer.ok ? 'fine' : content }).toMatchObject({
    status: 200,
  });
  return content;
}

const query = (parameters: Readonly<Record<string, string>>) =>
  `?${new URLSearchParams(parameters).toString()}`;
const templatesOf = (user: User) => ask<TemplatesResponse>(user, `/templates${query({ size: '1000' })}`);
const anomaliesOf = (user: User) => ask<AnomaliesResponse>(user, `/anomalies${query(RANGE)}`);
const namesOf = ({ total, anomalies }: AnomaliesResponse) => ({
  total,
  ids: anomalies.map(({ event }) => event.id).sort(),
});
const requestsOf = (user: User) =>
  ask<RequestsResponse>(user, `/requests${query({ ...RANGE, size: '1000' })}`);
const countsOf = (user: User, split: string) =>
  ask<CountsResponse>(user, `/counts${query({ ...RANGE, split })}`);
const totalOf = ({ series }: CountsResponse) => series.reduce((sum, { total }) => sum + total, 0);

describe.each<{ user: User; own: Team; other: Team }>([
  { user: 'anna', own: 'alpha', other: 'bravo' },
  { user: 'bert', own: 'bravo', other: 'alpha' },
])('$user of team $own', ({ user, own, other }) => {
  test('sees the templates of their own logs, and not what both teams write', async () => {
    const { templates, total } = await templatesOf(user);
    expect(total).toBe(templates.length);
    expect(templates.map(({ text }) => text).sort()).toEqual([
      expect.stringContaining(`Ledger of ${own}`),
      expect.stringContaining(`Vault of ${own} cannot`),
      expect.stringContaining(`Vault of ${own} opened`),
    ]);
    for (const { data_streams } of templates) expect(data_streams).toEqual([streamOf(own)]);
  });

  test('sees no more by a filter, whatever it asks for', async () => {
    const [theirs, everything] = [{ term: { services: `${other}-vault` } }, { match_all: {} }];
    const filter = JSON.stringify({ bool: { should: [everything, theirs], minimum_should_match: 1 } });
    expect(await ask(user, `/templates${query({ filter, size: '1000' })}`)).toEqual(await templatesOf(user));
    // The incidents of these anomalies may be told between the two answers, so which they are is compared.
    const filtered = await ask<AnomaliesResponse>(user, `/anomalies${query({ ...RANGE, filter })}`);
    expect(namesOf(filtered)).toEqual(namesOf(await anomaliesOf(user)));
    const only = query({ filter: JSON.stringify(theirs) });
    expect(await ask(user, `/templates${only}`)).toEqual({ total: 0, templates: [] });
  });

  test('sees counts of their own lines', async () => {
    const services = await countsOf(user, 'service');
    expect(services.series.map(({ service: name }) => name)).toEqual([`${own}-vault`]);
    expect(totalOf(services)).toBe(lineCountOf(own));
    expect(totalOf(await countsOf(user, 'template'))).toBe(lineCountOf(own));
  });

  test('sees anomalies of their own logs, and no other by its id', async () => {
    const { anomalies, total } = await anomaliesOf(user);
    expect(total).toBe(anomalies.length);
    expect(anomalies.length).toBeGreaterThan(0);
    for (const anomaly of anomalies) expect(anomaly.service?.name).toBe(`${own}-vault`);
    const theirs = (await anomaliesOf(other === 'bravo' ? 'bert' : 'anna')).anomalies[0]!;
    expect((await call(user, `/anomalies/${theirs.event.id}`)).status).toBe(404);
    expect(
      (await call(user, `/anomalies/${theirs.event.id}/expected`, { expected: true }, 'PUT')).status,
    ).toBe(404);
  });

  test('sees failed requests of their own logs; of one that crossed both, their own lines', async () => {
    const { requests } = await requestsOf(user);
    expect(requests.length).toBeGreaterThan(0);
    for (const { request_id } of requests) expect(request_id).toMatch(new RegExp(`^request-${own}-`));
    expect((await call(user, `/requests/${requestOf(other, 41)}`)).status).toBe(404);
    const story = await ask<RequestStoryResponse>(user, `/requests/${SHARED_REQUEST}`);
    expect(story.spans.map(({ service: name }) => name)).toEqual([`${own}-vault`]);
    expect(story.line_count).toBe(1);
  });

  test('reads their own lines and no other, whatever references they have', async () => {
    const { anomalies } = await anomaliesOf('olga');
    const samples = anomalies.flatMap(({ anomaly }) => anomaly.samples);
    const { lines, missing } = await ask<LinesResponse>(user, '/lines', { references: samples });
    expect(lines.length).toBeGreaterThan(0);
    expect(missing.length).toBeGreaterThan(0);
    for (const { service: name } of lines) expect(name).toBe(`${own}-vault`);
  });

  test('finds no template of the other team by its id, nor its samples', async () => {
    const { templates } = await templatesOf(other === 'bravo' ? 'bert' : 'anna');
    for (const { id } of templates) {
      expect((await call(user, `/templates/${id}`)).status).toBe(404);
      expect((await call(user, `/templates/${id}/samples${query(RANGE)}`)).status).toBe(404);
      expect(await ask(user, `/templates${query({ ids: id })}`)).toEqual({ total: 0, templates: [] });
      expect(await countsOf(user, 'service').then(totalOf)).toBe(lineCountOf(own));
    }
  });

  test('learns nothing of the other team from any answer', async () => {
    const answers = await Promise.all(
      [
        '/templates?size=1000',
        `/anomalies${query(RANGE)}`,
        `/requests${query(RANGE)}`,
        `/requests/${SHARED_REQUEST}`,
        `/counts${query({ ...RANGE, split: 'service' })}`,
        `/counts${query({ ...RANGE, split: 'template' })}`,
        '/edits',
        '/jobs',
        '/status',
      ].map((path) => ask(user, path)),
    );
    expect(JSON.stringify(answers)).toContain(own);
    expect(JSON.stringify(answers)).not.toContain(other);
  });
});

describe('the service, with the key that docs/operations.md asks for', () => {
  test('does all of its work', async () => {
    const tasks = () => ask<StatusResponse>('olga', '/status').then((status) => status.tasks);
    await expect
      .poll(async () => (await tasks()).every(({ last_success }) => last_success !== undefined), {
        timeout: 50_000,
        interval: 500,
      })
      .toBe(true);
    for (const task of await tasks()) expect(task).not.toHaveProperty('last_error');
  });
});

describe('olga, who reads everything', () => {
  test('sees what both teams write, and the sums of both', async () => {
    const { templates } = await templatesOf('olga');
    expect(templates.filter(({ text }) => text === SHARED_LINE)).toMatchObject([
      { data_streams: TEAMS.map(streamOf) },
    ]);
    expect(totalOf(await countsOf('olga', 'service'))).toBe(lineCountOf('alpha') + lineCountOf('bravo'));
    const { requests } = await requestsOf('olga');
    expect(requests.find(({ request_id }) => request_id === SHARED_REQUEST)).toMatchObject({
      data_streams: TEAMS.map(streamOf),
      line_count: 2,
    });
  });

  test('knows the status of all that is read', async () => {
    const { templates } = await ask<StatusResponse>('olga', '/status');
    expect(templates).toBe((await templatesOf('olga')).total);
    expect((await ask<StatusResponse>('anna', '/status')).templates).toBe(3);
  });
});

describe('igor, who may read no logs', () => {
  test('sees an app without anything in it', async () => {
    expect(await templatesOf('igor')).toEqual({ total: 0, templates: [] });
    expect(await anomaliesOf('igor')).toEqual({ total: 0, anomalies: [] });
    expect(await requestsOf('igor')).toEqual({
      total: 0,
      totals: { failed: 0, degraded: 0 },
      requests: [],
    });
    expect(totalOf(await countsOf('igor', 'service'))).toBe(0);
    expect((await ask<StatusResponse>('igor', '/status')).templates).toBe(0);
  });
});

describe('privileges in Kibana', () => {
  const statusOf = async (user: User, path: string, body?: unknown, method?: string) =>
    (await call(user, path, body, method)).status;
  const RENAME = { kind: 'rename', template_id: 'template_x', name: 'X' };

  test('nobody gets in without the feature', async () => {
    expect(await statusOf('nora', '/templates')).toBe(403);
    expect(await statusOf('nora', '/lines', { references: [{ _index: 'a', _id: 'b' }] })).toBe(403);
    const page = await fetch(`${host.url}/app/logAi`, { headers: { authorization: credentialsOf('nora') } });
    expect(page.status).toBe(403);
    expect((await fetch(`${host.url}/api/log_ai/templates`)).status).toBe(401);
  });

  test('who reads changes nothing', async () => {
    expect((await templatesOf('rita')).total).toBe(3);
    expect(await statusOf('rita', '/edits', RENAME)).toBe(403);
    expect(await statusOf('rita', '/edits/edit_1/undo', {})).toBe(403);
    const [anomaly] = (await anomaliesOf('rita')).anomalies;
    expect(
      await statusOf('rita', `/anomalies/${anomaly!.event.id}/expected`, { expected: true }, 'PUT'),
    ).toBe(403);
  });

  test('a browser that says whom it is, or what it may see, is not believed', async () => {
    const answer = await fetch(`${host.url}/api/log_ai/templates?size=1000`, {
      headers: {
        authorization: credentialsOf('anna'),
        'x-log-ai-user': 'olga',
        'x-log-ai-data-streams': TEAMS.map(streamOf).join(','),
      },
    });
    expect(((await answer.json()) as TemplatesResponse).total).toBe(3);
  });
});

describe('what people change', () => {
  const textOf = async (user: User, part: string) =>
    (await templatesOf(user)).templates.find(({ text }) => text.includes(part))!.id;

  test('is recorded with who did it, and shown to those who may see it', async () => {
    const template_id = await textOf('anna', 'opened');
    await ask('anna', '/edits', { kind: 'rename', template_id, name: 'Opened vault' });
    const { edits } = await ask<EditsResponse>('anna', '/edits');
    expect(edits).toMatchObject([
      { kind: 'rename', template_id, by: 'anna', created: expect.any(String) as string },
    ]);
    expect(await ask<EditsResponse>('bert', '/edits')).toMatchObject({ total: 0, edits: [] });
    expect((await call('bert', `/edits/${edits[0]!.id}/undo`, {})).status).toBe(404);
    await ask('olga', `/edits/${edits[0]!.id}/undo`, {});
    expect((await ask<EditsResponse>('anna', '/edits')).edits).toMatchObject([
      { by: 'anna', undone_by: 'olga', undone: expect.any(String) as string },
    ]);
  });

  test('is only what they may read all of', async () => {
    const [own, theirs] = [await textOf('anna', 'opened'), await textOf('bert', 'opened')];
    const codeOf = async (user: User, body: unknown) =>
      ((await (await call(user, '/edits', body)).json()) as { attributes: { code: string } }).attributes.code;
    expect(await codeOf('anna', { kind: 'rename', template_id: theirs, name: 'Mine' })).toBe('not_found');
    expect(await codeOf('anna', { kind: 'merge', template_ids: [own, theirs] })).toBe('not_found');
    expect(await codeOf('anna', { kind: 'mask', name: 'lock', pattern: 'lock-[0-9]+' })).toBe('forbidden');
  });

  test('an expectation says whose it is and since when', async () => {
    const [anomaly] = (await anomaliesOf('bert')).anomalies;
    await ask('bert', `/anomalies/${anomaly!.event.id}/expected`, { expected: true }, 'PUT');
    const { anomalies } = await anomaliesOf('olga');
    expect(anomalies.find(({ event }) => event.id === anomaly!.event.id)!.anomaly).toMatchObject({
      status: 'expected',
      expectation: { by: 'bert', at: expect.any(String) as string },
    });
  });
});
