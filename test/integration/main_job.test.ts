import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { LogAiFields } from '../../common/documents/log_document.ts';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import type { TemplateDocument } from '../../common/documents/template_document.ts';
import { composeLogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import type { BackfillOutcome } from '../../ml-service/src/commands/backfill.ts';
import {
  cleanCluster,
  connectToCluster,
  countRecords,
  ELASTICSEARCH_URL,
  uniqueStream,
} from '../fixtures/clean_cluster.ts';
import { DATA_DIR, hasCorpus, readGzipped } from '../fixtures/log_corpora.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { timedRowsOf, timeOfRow, tileRows } from '../fixtures/shifted_rows.ts';

/**
 * The job for which Log AI exists: real logs of a shop of forty services, three minutes of which hold an exception that
 * was injected into ts-basic-service at 09:25:39. Shipped, learned, judged and told, by the commands of a user.
 */

const CORPUS = 'trainticket';
const NORMAL = `${CORPUS}/normal/08_50_log.csv.gz`;
const FAULT = ['09_25', '09_26', '09_27'].map((minute) => `${CORPUS}/faults/${minute}_log.csv.gz`);
const DOCUMENTS = 8305;
const RANGE = { from: '2023-01-29T08:48:00.000Z', to: '2023-01-29T09:28:00.000Z' };
const LOGS = 'logs-main_job*';
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__LOG_INDICES: LOGS,
  // The recording has four minutes before the fault.
  LOG_AI_DETECT__NEW_TEMPLATE__MIN_KNOWN_MINUTES: '2',
};

interface IngestSummary {
  readonly documents: number;
  readonly written: number;
  readonly already_there: number;
  readonly dead_letters: number;
  readonly skipped: Record<string, number>;
}

async function logAi<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], { env });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

const backfill = ({ from, to }: typeof RANGE) =>
  logAi<BackfillOutcome>('backfill', '--from', from, '--to', to);
const pathOf = (name: string) => join(DATA_DIR, name);
const ofType = (anomalies: readonly AnomalyDocument[], type: string) =>
  anomalies.filter(({ anomaly }) => anomaly.type === type);
const idsOf = (anomalies: readonly AnomalyDocument[]) => anomalies.map(({ event }) => event.id).sort();

const suite = hasCorpus(CORPUS) ? describe : describe.skip;
suite(`the main job${hasCorpus(CORPUS) ? '' : ` (skipped: no ${CORPUS} in LOG_AI_DATA)`}`, () => {
  const client = connectToCluster();
  const stream = uniqueStream('logs-main_job');
  let folder: string;
  let first: BackfillOutcome;
  let templates: TemplateDocument[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'log-ai-main-job-'));
    await cleanCluster(client, LOGS);
  });
  afterAll(async () => {
    await cleanCluster(client, LOGS);
    await client.close();
    rmSync(folder, { recursive: true });
  });

  test('setup puts everything in place, and a second one changes nothing', async () => {
    const stepsOf = async () => {
      const steps = await logAi<{ kind: string; action: string }[]>('setup');
      return [
        ...new Set(
          steps.filter(({ kind }) => kind !== 'log_index').map(({ kind, action }) => `${action} ${kind}`),
        ),
      ];
    };
    expect(await stepsOf()).toEqual(
      expect.arrayContaining(['create index_template', 'create index', 'create pipeline']),
    );
    // The pipeline is published anew with what is known.
    expect(await stepsOf()).toEqual(['keep index_template', 'keep index', 'update pipeline']);
  });

  test('ingest sends every line once and keeps its time', async () => {
    const paths = [NORMAL, ...FAULT].map(pathOf);
    const ship = () => logAi<IngestSummary>('ingest', ...paths, '--index', stream);
    const sent = { documents: DOCUMENTS, dead_letters: 0, skipped: {}, problems: [] };
    expect(await ship()).toMatchObject({ ...sent, written: DOCUMENTS, already_there: 0 });
    expect(await ship()).toMatchObject({ ...sent, written: 0, already_there: DOCUMENTS });
    await client.indices.refresh({ index: stream });
    const { hits } = await client.search<{ '@timestamp': string }>({
      index: stream,
      size: 1,
      sort: [{ '@timestamp': 'asc' }],
      track_total_hits: true,
    });
    expect(hits.total).toMatchObject({ value: DOCUMENTS });
    expect(hits.hits[0]!._source!['@timestamp']).toBe('2023-01-29T08:48:16.546Z');
  });

  test('one detection run labels every document', async () => {
    first = await backfill(RANGE);
    expect(first.job).toMatchObject({
      status: 'done',
      done: DOCUMENTS,
      result: { learned: DOCUMENTS, unknown: 0, counted_minutes: 8 },
    });
    const cluster = composeLogAi(loadConfig({ env }));
    const range = { from: Date.parse(RANGE.from), to: Date.parse(RANGE.to) };
    expect(await cluster.ports.records.coverage(range)).toEqual({
      total: DOCUMENTS,
      by_status: { parsed: DOCUMENTS },
    });
    templates = [...(await cluster.ports.templates.load())];
    await cluster.close();
  });

  test('people can read its templates, ids and parameters', () => {
    expect(templates.map(({ id }) => id).filter((id) => !/^template_[a-z0-9_]+$/.test(id))).toEqual([]);
    const names = templates.flatMap(({ parameters }) => parameters.map(({ name }) => name));
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(100);
    expect(templates.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '[getOrderById][Get Order By Id][OrderId: <id>]',
        '[getSoldTickets][Seat][Left ticket info is empty][seat from date: <date>, train number: <number>]',
        '[checkSecurityAboutOrder][Security Info Get][CheckDate:<check_date> , AccountId:<account_id>]',
        '[drawBack][draw back payment][userId: <id>, money: <money>]',
        'Login request of username: fdse_microservice',
        '[queryForTravel][catch price exception]',
      ]),
    );
    expect(templates.length).toBeLessThan(DOCUMENTS / 40);
    const sum = templates.reduce((lines, { line_count }) => lines + line_count, 0);
    expect(sum).toBe(DOCUMENTS);
  });

  test('failed requests are told with the services they crossed and where they broke', async () => {
    const during = first.failed_requests.filter(({ event }) => event.start >= '2023-01-29T09:25:39');
    const broken = during.filter(({ first_error }) => first_error?.service === 'ts-basic-service');
    expect(broken.length).toBeGreaterThan(0);
    for (const { services, error_count } of broken) {
      expect(services.length).toBeGreaterThanOrEqual(5);
      expect(error_count).toBeGreaterThan(0);
    }
    const { hits } = await client.search<RequestDocument>({ index: 'log-ai-requests', size: 1000 });
    const outcomes = Map.groupBy(hits.hits, ({ _source }) => _source!.outcome);
    expect(outcomes.get('failed')).toHaveLength(first.failed_requests.length);
    // They came to their normal end in spite of an error.
    expect(outcomes.get('degraded')).toHaveLength(2);
  });

  test('new errors point at those minutes, and the most severe at the service with the fault', async () => {
    const errors = ofType(first.anomalies, 'new_template')
      .filter(({ log_ai }) => log_ai.severity?.label === 'error')
      .sort((a, b) => b.event.risk_score - a.event.risk_score);
    expect(errors.length).toBeGreaterThan(0);
    for (const { event } of errors) {
      expect(event.risk_score).toBeGreaterThanOrEqual(75);
      expect(event.start >= '2023-01-29T09:24' && event.start < '2023-01-29T09:28').toBe(true);
    }
    const [worst] = errors;
    expect(worst).toMatchObject({
      service: { name: 'ts-basic-service' },
      event: { reason: expect.stringContaining('[queryForTravel][catch price exception]') as unknown },
    });
    const lines = await Promise.all(
      worst!.anomaly.samples.map(({ _index, _id }) =>
        client.get<{ log_ai: LogAiFields }>({ index: _index, id: _id }),
      ),
    );
    expect(lines.length).toBeGreaterThan(0);
    for (const { _source } of lines) {
      expect(_source!.log_ai.template!.id).toBe(worst!.log_ai.template!.id);
    }
  });

  test('the frequency rule does not guess from four minutes of history', () => {
    expect(first.job.result).toMatchObject({ verdicts: { frequency: { insufficient_history: 8 } } });
    expect(ofType(first.anomalies, 'frequency')).toEqual([]);
  });

  test('the same run again finds the same and writes nothing twice', async () => {
    const before = await countRecords(client);
    const again = await backfill(RANGE);
    expect(idsOf(again.anomalies)).toEqual(idsOf(first.anomalies));
    expect(again.job.result).toMatchObject({ learned: 0 });
    expect(await countRecords(client)).toEqual(before);
    const told = await runCli(['backfill', '--from', RANGE.from, '--to', RANGE.to], { env });
    expect(told.stdout).toMatch(/\n +\d+ {2}new_template {2}ts-basic-service: never seen before: ERROR /);
    expect(told.stdout).toMatch(/\n {2}[0-9a-f]{32} {2}ts-preserve.* → ts-basic-service ✗ → /);
    expect(await countRecords(client)).toEqual(before);
  });

  test('with an hour of history, frequency finds what spikes and nothing else', async () => {
    const { header, rows } = timedRowsOf(readGzipped(NORMAL));
    const times = rows.map(timeOfRow);
    const span_ms = Math.max(...times) - Math.min(...times) + 1;
    const fault = FAULT.flatMap((name) => timedRowsOf(readGzipped(name)).rows);
    const end = Math.min(...fault.map(timeOfRow));
    const copies = Math.ceil((70 * 60_000) / span_ms);
    const history = tileRows({ rows, span_ms, copies, end });
    const spike = fault.filter(
      (row) => row.includes('[Get the Get Food Request Failed!]') && row >= '2023-01-29T09:25',
    );
    const repeated = Array.from({ length: 100 }, () => spike).flat();
    const file = join(folder, 'history.csv');
    writeFileSync(file, [header, ...history, ...repeated, ''].join('\n'));

    const sent = await logAi<IngestSummary>('ingest', file, '--index', uniqueStream('logs-main_job'));
    expect(sent.written).toBe(history.length + repeated.length);

    const found = await backfill({ from: new Date(end - copies * span_ms).toISOString(), to: RANGE.to });
    // The templates were known: the cluster labelled every line when it was indexed.
    expect(found.job.result).toMatchObject({ labelled: 0, learned: 0 });
    const template = templates.find(({ text }) => text.includes('[Get the Get Food Request Failed!]'))!;
    expect(ofType(found.anomalies, 'frequency')).toMatchObject([
      {
        service: { name: 'ts-food-service' },
        log_ai: { template: { id: template.id }, severity: { label: 'error' } },
        event: { start: '2023-01-29T09:25:00.000Z' },
      },
    ]);
    expect(found.job.result).toMatchObject({
      verdicts: { frequency: { judged: expect.any(Number) as number } },
    });
  });
});
