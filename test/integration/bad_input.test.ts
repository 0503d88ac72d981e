import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ErrorBody, ParseResponse, StatusResponse } from '../../common/api.ts';
import { type RunningElasticsearch, startElasticsearch } from '../../demo/elasticsearch/start.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { type CliResult, runCli } from '../fixtures/run_cli.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';
import { startSwitchProxy, type SwitchProxy } from '../fixtures/switch_proxy.ts';
import { readLabel } from '../fixtures/task_world.ts';

/** What goes wrong outside of Log AI: it says so in a sentence, loses nothing and lives on. */

const INDEX = 'logs-bad_input';
const PLAIN = {
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
};
const env = { ELASTICSEARCH_URL, ...PLAIN };
const STACK_TRACE = /\n\s+at /;
const PATIENCE = { timeout: 60_000, interval: 250 };

const USER = { username: 'log_ai_admin', password: 'right-Password-123' };

const client = connectToCluster();
/** Both take half a minute in which nothing is to be done. */
let toNobody: Promise<CliResult>;
let secured: Promise<RunningElasticsearch>;
const securedDir = mkdtempSync(join(tmpdir(), 'log-ai-secured-'));
const folder = mkdtempSync(join(tmpdir(), 'log-ai-bad-input-'));
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  toNobody = runCli(['setup'], { env: { ELASTICSEARCH_URL: 'http://127.0.0.1:1' } });
  secured = startElasticsearch({
    dataDir: securedDir,
    port: 0,
    heapMb: 512,
    security: USER,
    onProgress: () => undefined,
  });
  secured.catch(() => undefined); // told where it is waited for
  await cleanCluster(client, `${INDEX}*`);
  expect((await runCli(['setup'], { env })).code).toBe(0);
});
afterAll(async () => {
  await toNobody;
  await secured.then((server) => server.stop());
  rmSync(securedDir, { recursive: true });
  await cleanCluster(client, `${INDEX}*`);
  await client.close();
  rmSync(folder, { recursive: true });
});

/** The one line with which a command ends, without the hints before it. */
function lastWord({ stderr }: CliResult): string {
  expect(stderr).not.toMatch(STACK_TRACE);
  return stderr.trimEnd().split('\n').at(-1)!;
}

describe('files that are not as they should be', () => {
  const TIME = '2026-01-15T10:00:0';
  const gzip = gzipSync(
    Array.from({ length: 20_000 }, (_, n) => `${TIME}0Z INFO line ${n * 7919}\n`).join(''),
  );

  test.each<{
    name: string;
    write: (path: string) => void;
    code: number;
    said: RegExp;
    summary: object;
  }>([
    {
      name: 'records without a message',
      write: (path) => writeFileSync(path, `{"message":"fine"}\n{"level":"INFO"}\n{"message":null}\n`),
      code: 0,
      said: /^$/,
      summary: { documents: 3, written: 3, skipped: {} },
    },
    {
      name: 'a line of 1 MB',
      write: (path) => writeFileSync(path, `${TIME}1Z INFO short\n${TIME}2Z INFO ${'x'.repeat(1e6)}\n`),
      code: 0,
      said: /^$/,
      summary: { documents: 2, written: 2, dead_letters: 0, skipped: {} },
    },
    {
      name: 'invalid UTF-8',
      write: (path) =>
        writeFileSync(path, Buffer.from([...Buffer.from('caf'), 0xe9, 0x0a, 0xff, 0xfe, 0x41])),
      code: 0,
      said: /^$/,
      summary: { documents: 2, written: 2, altered: { windows_1252: 2 } },
    },
    {
      name: 'a NUL byte',
      write: (path) => writeFileSync(path, `${TIME}1Z INFO a\0b and some more text\n`),
      code: 0,
      said: /^$/,
      summary: { documents: 1, written: 1, altered: { nul: 1 } },
    },
    {
      name: 'a gzip file that was cut off',
      write: (path) => writeFileSync(path, gzip.subarray(0, gzip.length / 2)),
      code: 1,
      said: /is cut off: all that could be read of it was used/,
      summary: { dead_letters: 0, skipped: {} },
    },
    {
      name: 'a directory without files',
      write: (path) => mkdirSync(path),
      code: 1,
      said: /is a directory that holds no file: name a log/,
      summary: { documents: 0, written: 0 },
    },
    {
      name: 'a file that is not there',
      write: () => undefined,
      code: 1,
      said: /does not exist: check the path/,
      summary: { documents: 0, written: 0 },
    },
    {
      name: 'an empty file',
      write: (path) => writeFileSync(path, ''),
      code: 0,
      said: /^$/,
      summary: { documents: 0, written: 0, problems: [] },
    },
  ])('$name', async ({ name, write, code, said, summary }) => {
    const path = at(name.replaceAll(' ', '_'));
    write(path);
    const result = await runCli(['ingest', path, '--index', INDEX, '--json'], { env });
    expect(lastWord(result)).toMatch(said);
    expect(result.code).toBe(code);
    const told = JSON.parse(result.stdout) as { documents: number; written: number };
    expect(told).toMatchObject(summary);
    expect(told.written).toBe(told.documents);
    if (name.includes('cut off')) expect(told.documents).toBeGreaterThan(5000);
  });

  test('one that cannot be read does not keep the others back', async () => {
    writeFileSync(at('good.log'), `${TIME}5Z INFO this one is read\n`);
    const files = [at('good.log'), at('nowhere.log'), at('good.log')];
    const result = await runCli(['ingest', ...files, '--index', INDEX, '--json'], { env });
    expect(result.code).toBe(1);
    expect(lastWord(result)).toContain('nowhere.log does not exist');
    expect(JSON.parse(result.stdout)).toMatchObject({ documents: 2, written: 1, already_there: 1 });
  });

  test('what no pipeline of ours can read is indexed and counted under a reason', async () => {
    const documents = {
      no_message: { '@timestamp': `${TIME}0Z`, level: 'INFO' },
      number: { '@timestamp': `${TIME}0Z`, message: 42 },
      object: { '@timestamp': `${TIME}0Z`, event: { original: { deep: [1, 2] } } },
      blank: { '@timestamp': `${TIME}0Z`, message: '  \t ' },
      long: { '@timestamp': `${TIME}0Z`, message: `ERROR ${'y'.repeat(1e6)}` },
      nul: { '@timestamp': `${TIME}0Z`, message: 'before\0after the zero' },
      surrogate: { '@timestamp': `${TIME}0Z`, message: 'half of a pair \ud83d is here' },
    };
    const operations = Object.entries(documents).flatMap(([_id, document]) => [
      { create: { _id } },
      document,
    ]);
    const { items } = await client.bulk({ index: INDEX, operations, refresh: true });
    expect(items.map(({ create }) => create?.error)).toEqual(items.map(() => undefined));
    const result = await runCli(['backfill', '--from', `${TIME}0Z`, '--to', `${TIME}1Z`, '--json'], { env });
    expect(result.code, result.stderr).toBe(0);
    const statuses = Object.keys(documents).map(async (id) => [
      id,
      (await readLabel(client, { index: INDEX, id })).parse.status,
    ]);
    expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
      no_message: 'skipped:no_message',
      number: 'parsed',
      object: 'skipped:no_message',
      blank: 'skipped:empty',
      long: 'skipped:too_long',
      nul: 'parsed',
      surrogate: 'parsed',
    });
  });
});

describe('commands that are not as they should be', () => {
  test.each([
    { args: ['frobnicate'], code: 2, said: /unknown command 'frobnicate'/ },
    { args: ['ingest'], code: 2, said: /missing required argument 'file'/ },
    { args: ['backfill', '--from', 'yesterday'], code: 2, said: /ISO 8601 time such as/ },
    { args: ['parse', 'no_such_file.log', '--json'], code: 1, said: /no_such_file.log does not exist/ },
    {
      args: ['setup'],
      env: { LOG_AI_HTTP__PROT: '80' },
      code: 1,
      said: /Unknown variable LOG_AI_HTTP__PROT: did you mean LOG_AI_HTTP__PORT\?/,
    },
  ])('$args', async ({ args, code, said, env: extra }) => {
    const result = await runCli(args, { env: { ...env, ...extra } });
    expect(result.stderr).toMatch(said);
    expect(result.stderr).not.toMatch(STACK_TRACE);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
  });

  test('an unknown key of the configuration', async () => {
    writeFileSync(at('config.yaml'), 'detect:\n  frequencies: { ratio: 3 }\nhttp:\n  port: many\n');
    const result = await runCli(['serve', '--config', at('config.yaml')], { env });
    expect(result.code).toBe(1);
    expect(lastWord(result)).toMatch(/Unknown key detect.frequencies: did you mean detect.frequency\?/);
    expect(lastWord(result)).toMatch(/http.port: /);
  });
});

describe('an Elasticsearch that goes away', () => {
  test('while files are shipped loses nothing', async () => {
    const proxy = await startSwitchProxy(ELASTICSEARCH_URL);
    const lines = 12_000;
    const line = (n: number) => `2026-01-16T11:00:00Z INFO order ${n} of a shipment ${'.'.repeat(150)}`;
    writeFileSync(at('shipment.log'), Array.from({ length: lines }, (_, n) => `${line(n)}\n`).join(''));
    const cut = proxy.cutAfter(1_500_000);
    let isMended: Promise<void> | undefined;
    const result = await runCli(['ingest', at('shipment.log'), '--index', `${INDEX}_shipment`, '--json'], {
      env: { ...env, ELASTICSEARCH_URL: proxy.url },
      onStderr: (text) => {
        if (text.includes('try 2 failed')) isMended ??= cut.then(() => proxy.switchOn());
      },
    });
    await isMended;
    await proxy.close();
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toMatch(/try 1 failed, the next one in \d+\.\d s\n/);
    expect(result.stderr).not.toMatch(STACK_TRACE);
    const told = JSON.parse(result.stdout) as { written: number; already_there: number };
    expect(told).toMatchObject({ documents: lines, dead_letters: 0, problems: [] });
    expect(told.written + told.already_there).toBe(lines);
    await client.indices.refresh({ index: `${INDEX}_shipment` });
    expect((await client.count({ index: `${INDEX}_shipment` })).count).toBe(lines);
  });

  test('for good is told after some tries, in one sentence', async () => {
    const result = await toNobody;
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(lastWord(result)).toMatch(
      /^log-ai: Elasticsearch does not answer \(to .+\): check elasticsearch\.url and that it runs\.$/,
    );
    const tries = [...result.stderr.matchAll(/try (\d) failed, the next one in (\d+\.\d) s/g)];
    expect(tries.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('the service', () => {
  let proxy: SwitchProxy;
  let service: ServiceProcess;
  const get = async (path: string) => {
    const answer = await fetch(`${service.url}${path}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const readiness = () => get('/health/ready');

  beforeAll(async () => {
    proxy = await startSwitchProxy(ELASTICSEARCH_URL, { on: false });
    service = await startServiceProcess({
      ...PLAIN,
      ELASTICSEARCH_URL: proxy.url,
      LOG_AI_TASKS__INTERVAL_SECONDS: '1',
      LOG_AI_HTTP__MAX_BODY_BYTES: '20000',
    });
  });
  afterAll(async () => {
    await service.kill();
    await proxy.close();
  });

  test('lives without Elasticsearch, says why it is not ready, and recovers by itself', async () => {
    expect(await get('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
    expect(await readiness()).toEqual({
      status: 503,
      body: {
        status: 'not_ready',
        reasons: [expect.stringContaining('Elasticsearch does not answer') as unknown],
      },
    });
    const { body } = await askApi<StatusResponse>(service.url, '/status');
    expect(body.elasticsearch).toMatchObject({ reachable: false, set_up: false });

    await proxy.switchOn();
    expect(await readiness()).toEqual({ status: 200, body: { status: 'ready', reasons: [] } });
    const document = { message: 'The first line after a long night' };
    await client.index({ index: INDEX, id: 'night', document, refresh: true });
    await vi.waitFor(async () => {
      expect((await readLabel(client, { index: INDEX, id: 'night' })).parse.status).toBe('parsed');
    }, PATIENCE);
  });

  test('does so again when it goes away in between', async () => {
    await proxy.switchOff();
    expect(await readiness()).toMatchObject({ status: 503, body: { status: 'not_ready' } });
    await vi.waitFor(() => expect(service.log()).toContain('trying again'), PATIENCE);
    await proxy.switchOn();
    expect(await readiness()).toMatchObject({ status: 200 });
  });

  test('says that it is not set up', async () => {
    await client.indices.deleteIndexTemplate({ name: 'log-ai-jobs' });
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { reasons: ['Run log-ai setup first: log-ai-jobs is not in this Elasticsearch.'] },
    });
    const setup = await runCli(['setup'], { env });
    expect(setup.code, setup.stderr).toBe(0);
    expect(await readiness()).toMatchObject({ status: 200 });
  });

  test.each<[string, string, RequestInit | undefined, number, RegExp]>([
    ['JSON that ends early', '/parse', { body: '{"lines":[' }, 400, /cannot be read: send JSON/],
    ['too large a body', '/parse', { body: `"${'x'.repeat(20_000)}"` }, 413, /send it in parts/],
    ['an unknown route', '/nothing', undefined, 404, /nothing at GET/],
    [
      'an unknown template',
      '/templates/template_of_nobody',
      undefined,
      404,
      /no template template_of_nobody/,
    ],
    ['an unknown request', '/requests/of%20nobody', undefined, 404, /the request id of nobody/],
  ])('refuses %s', async (_, path, init, status, said) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${service.url}/api/v1${path}`, init && { method: 'POST', headers, ...init });
    const { error } = (await answer.json()) as ErrorBody;
    expect(answer.status).toBe(status);
    expect(error.message).toMatch(said);
  });

  test('reads what is strange but no error', async () => {
    const { status, body } = await askApi<ParseResponse>(service.url, '/parse', {
      lines: [{ message: 'zero \0 inside' }, { message: '' }, { message: 'half \ud83d pair', level: 7 }],
    });
    expect(status).toBe(200);
    expect(body.records.map((record) => record.status)).toEqual(['parsed', 'skipped:empty', 'parsed']);
  });

  test('has survived all of it and stops in order', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200 });
    expect(service.isAlive()).toBe(true);
    expect(service.log()).not.toMatch(STACK_TRACE);
    expect(await service.stop()).toBe(0);
  });
});

describe('credentials', () => {
  test('that are wrong are named, and the password is never told', async () => {
    const WRONG = 'wrong-Password-456';
    const { url } = await secured;
    const user = { ...PLAIN, ELASTICSEARCH_URL: url, ELASTICSEARCH_USERNAME: USER.username };
    const wrong = { ...user, ELASTICSEARCH_PASSWORD: WRONG };
    const refused = await runCli(['setup'], { env: { ...wrong, LOG_AI_LOG__LEVEL: 'info' } });
    expect(refused.code).toBe(1);
    expect(lastWord(refused)).toMatch(
      /^log-ai: Elasticsearch refuses the credentials .*check elasticsearch\.api_key or username and password\.$/,
    );
    // At once: a password does not become right by trying again.
    expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1);
    const debugged = await runCli(['setup'], { env: { ...wrong, LOG_AI_LOG__LEVEL: 'debug' } });
    const service = await startServiceProcess({ ...wrong, LOG_AI_LOG__LEVEL: 'trace' });
    const answer = await fetch(`${service.url}/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('refuses the credentials');
    await vi.waitFor(() => expect(service.log()).toContain('elasticsearch_unauthorized'), PATIENCE);
    await service.stop();
    const everything = [
      refused.stdout,
      refused.stderr,
      debugged.stdout,
      debugged.stderr,
      service.log(),
    ].join();
    for (const secret of [WRONG, Buffer.from(`${USER.username}:${WRONG}`).toString('base64')]) {
      expect(everything).not.toContain(secret);
    }
    const right = await runCli(['setup', '--dry-run'], {
      env: { ...user, ELASTICSEARCH_PASSWORD: USER.password },
    });
    expect({ code: right.code, stderr: right.stderr }).toEqual({ code: 0, stderr: '' });
  });
});
