import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LearnResponse, ParseResponse, RequestStoryResponse } from '../../common/api.ts';
import type { LogAiFields } from '../../common/documents/log_document.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import type { BackfillOutcome } from '../../ml-service/src/commands/backfill.ts';
import { askApi } from '../fixtures/api_client.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { startServiceInProcess, type ServiceInProcess } from '../fixtures/service_in_process.ts';

/** One line, read alike by the API, by the cluster and by the command line. */

const LINE =
  '2024-01-15 14:23:45 ERROR ServiceA [req-id-123] Failed to connect to DB: Connection timeout after 30000ms, retry 3/5';
const LINES = [
  LINE,
  '2024-01-15 14:23:46 ERROR ServiceA [req-id-124] Failed to connect to cache: Connection timeout after 5000ms, retry 1/5',
  '2024-01-15 14:23:48 ERROR ServiceB [req-id-125] Failed to connect to queue: Connection timeout after 10000ms, retry 2/3',
];
const TEMPLATE =
  'Failed to connect to <target>: Connection timeout after <timeout_ms>ms, retry <retry_attempt>/<retry_max>';
const PARAMETERS = { target: 'DB', timeout_ms: 30000, retry_attempt: 3, retry_max: 5 };
const AT = /^2024-01-15T14:23:45(\.000)?Z$/;
const READABLE_ID = /^template_failed_[a-z_]*connection_timeout[a-z_]*_[0-9a-f]{4}$/;

const INDEX = 'logs-one_line';
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
};
const config = loadConfig({ env });

interface LabelledLine {
  readonly '@timestamp': string;
  readonly message: string;
  readonly log: { readonly level: string };
  readonly service: { readonly name: string };
  readonly log_ai: LogAiFields;
}

describe('one line', () => {
  const client = connectToCluster();
  let folder: string;
  let service: ServiceInProcess;
  const ids = new Set<string>();

  const index = async (documents: readonly object[]) => {
    const operations = documents.flatMap((document, number) => [
      { create: { _id: `${number}-${documents.length}` } },
      document,
    ]);
    expect((await client.bulk({ index: INDEX, operations, refresh: true })).errors).toBe(false);
    return documents.map((_, number) => `${number}-${documents.length}`);
  };
  const read = async (id: string) => (await client.get<LabelledLine>({ index: INDEX, id }))._source!;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'log-ai-one-line-'));
    await cleanCluster(client, `${INDEX}*`);
    service = await startServiceInProcess(config);
    await service.logAi.setUp();
  });
  afterAll(async () => {
    await service.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
    rmSync(folder, { recursive: true });
  });

  test('by the API', async () => {
    const { status, body } = await askApi<ParseResponse>(service.url, '/parse', {
      lines: LINES.map((message) => ({ message })),
    });
    expect(status).toBe(200);
    expect(body.records[0]).toEqual({
      timestamp: '2024-01-15T14:23:45.000Z',
      level: 'ERROR',
      service: 'ServiceA',
      request_id: 'req-id-123',
      event_template: TEMPLATE,
      template_id: expect.stringMatching(READABLE_ID) as unknown,
      parameters: PARAMETERS,
      status: 'parsed',
    });
    expect(body.records.map(({ parameters }) => parameters?.['target'])).toEqual(['DB', 'cache', 'queue']);
    ids.add(body.records[0]!.template_id!);
  });

  test('by the cluster: unknown, learned, labelled', async () => {
    const [id] = await index(LINES.map((message) => ({ message })));
    expect((await read(id!)).log_ai.parse.status).toBe('unknown');
    const { body } = await askApi<LearnResponse>(service.url, '/learn', null);
    expect(body).toMatchObject({ documents: 3, repaired: 3, conflicts: 0, failed: 0, templates: 1 });
    expect(await read(id!)).toMatchObject({
      '@timestamp': expect.stringMatching(AT) as unknown,
      message: LINE,
      log: { level: 'ERROR' },
      service: { name: 'ServiceA' },
      log_ai: {
        parse: { status: 'parsed' },
        request_id: 'req-id-123',
        template: { id: expect.stringMatching(READABLE_ID) as unknown, text: TEMPLATE },
        params: PARAMETERS,
        severity: { label: 'error' },
      },
    });
    ids.add((await read(id!)).log_ai.template!.id);
  });

  test('by the cluster at index time, once it is known', async () => {
    const later = LINE.replace('DB', 'search')
      .replace('14:23:45', '14:25:00')
      .replace('req-id-123', 'req-id-900');
    const [fresh, same] = await index([{ message: later }, { message: LINE }]);
    expect((await read(fresh!)).log_ai).toMatchObject({
      parse: { status: 'parsed' },
      request_id: 'req-id-900',
      params: { ...PARAMETERS, target: 'search' },
    });
    const { log_ai, ...document } = await read(same!);
    expect(document).toMatchObject({
      '@timestamp': expect.stringMatching(AT) as unknown,
      log: { level: 'ERROR' },
    });
    expect(log_ai).toMatchObject({ template: { text: TEMPLATE }, params: PARAMETERS });
    ids.add(log_ai.template!.id);
  });

  test('by the command line', async () => {
    const file = join(folder, 'service.log');
    writeFileSync(file, `${LINES.join('\n')}\n`);
    const { code, stdout, stderr } = await runCli(['parse', file, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).toHaveLength(3);
    expect(records[0]).toEqual({
      timestamp: '2024-01-15T14:23:45.000Z',
      level: 'ERROR',
      service: 'ServiceA',
      request_id: 'req-id-123',
      event_template: TEMPLATE,
      template_id: expect.stringMatching(READABLE_ID) as unknown,
      parameters: PARAMETERS,
    });
    ids.add(String(records[0]!['template_id']));
  });

  test('in a file that is shipped, at its own time', async () => {
    await service.logAi.runner.release();
    const file = join(folder, 'shipped.log');
    writeFileSync(file, `${LINES.join('\n')}\n`);
    const { code, stdout, stderr } = await runCli(
      ['ingest', file, '--index', `${INDEX}_shipped`, '--detect', '--json'],
      { env },
    );
    expect(code, stderr).toBe(0);
    const told = JSON.parse(stdout) as { found: BackfillOutcome };
    expect(told).toMatchObject({
      written: 3,
      from: Date.parse('2024-01-15T14:23:45Z'),
      to: Date.parse('2024-01-15T14:23:48Z'),
    });
    const failed = told.found.failed_requests.map(({ request_id }) => request_id);
    expect(failed).toEqual(expect.arrayContaining(['req-id-123', 'req-id-124', 'req-id-125']));
  });

  test('in a file without years, before the file was written', async () => {
    const file = join(folder, 'syslog');
    writeFileSync(file, 'Nov 30 23:59:58 web1 sshd[42]: Connection closed by 10.0.0.7\n');
    utimesSync(file, 0, Date.parse('2021-12-01T00:10:00Z') / 1000);
    const { stdout } = await runCli(['ingest', file, '--index', `${INDEX}_syslog`], { env });
    expect(stdout).toBe(
      `1 documents for ${INDEX}_syslog: 1 written, 0 already there, 0 refused\n` +
        'next: log-ai backfill --from 2021-11-30T23:59:58.000Z --to 2021-11-30T23:59:58.001Z\n',
    );
  });

  test('with one id for all of them', () => {
    expect(ids.size).toBe(1);
  });

  test('and its request is found by its id', async () => {
    const { status, body } = await askApi<RequestStoryResponse>(service.url, '/requests/req-id-123');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      request_id: 'req-id-123',
      start: '2024-01-15T14:23:45.000Z',
      error_count: 3,
      first_error: { service: 'ServiceA', template_id: [...ids][0] },
    });
  });
});
