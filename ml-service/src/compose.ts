import { readReaderTables } from './adapters/file/installed/precompiled_tables.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import type { DetectVerdict } from '../../common/api.ts';
import type { EditOf } from '../../common/documents/edit.ts';
import type { LogAiError } from '../../common/errors.ts';
import { createCall, RETRY_POLICY, type RetryRuntime, sleep } from './adapters/elasticsearch/client/call.ts';
import { createClient } from './adapters/elasticsearch/client/client.ts';
import { ElasticsearchJobStore } from './adapters/elasticsearch/state/job_store.ts';
import { ElasticsearchLogStore } from './adapters/elasticsearch/logs/log_store.ts';
import { PipelinePublisher } from './adapters/elasticsearch/pipeline/publish_pipeline.ts';
import { ElasticsearchRecordStore } from './adapters/elasticsearch/records/record_store.ts';
import { deleteExpired } from './adapters/elasticsearch/records/retention.ts';
import { createSetUpCheck } from './adapters/elasticsearch/setup/set_up_check.ts';
import { setUp, type SetupOptions } from './adapters/elasticsearch/setup/setup.ts';
import type { SetupStep } from './adapters/elasticsearch/setup/setup_step.ts';
import { ElasticsearchStateStore } from './adapters/elasticsearch/state/state_store.ts';
import { ElasticsearchTemplateStore } from './adapters/elasticsearch/templates/template_store.ts';
import { Metrics } from './adapters/http/metrics.ts';
import { ChatCompletions } from './adapters/language_model/chat_completions.ts';
import { Scheduler } from './adapters/scheduler/scheduler.ts';
import type { HttpServices } from './ports/api.ts';
import { type Config, patternsOf } from './config.ts';
import { frequencyDetector } from './detect/frequency/detector.ts';
import { newTemplateDetector } from './detect/new_template/detector.ts';
import { maskOfEdit } from './parse/edits/user_mask.ts';
import { DEFAULT_PARSE_CONFIG } from './settings/parse.ts';
import { LineParser } from './parse/line_parser.ts';
import type { ReaderTables } from './parse/reader/line_reader.ts';
import { detectVerdicts } from './service/detection.ts';
import { createServices } from './service/services.ts';
import type { CycleSummary, TaskPorts } from './tasks/cycle/cycle.ts';
import { readEdits } from './tasks/edits/edit_journal.ts';
import { MATCHER_STATE, MatcherState } from './tasks/cycle/publish.ts';
import { Refiner } from './tasks/cycle/refine.ts';
import { backfillWork } from './tasks/jobs/backfill.ts';
import { type JobRun, JobRunner } from './tasks/jobs/job_runner.ts';
import { CYCLE_LEASE, TaskRunner } from './tasks/run/task_runner.ts';
import { TemplateCatalog } from './tasks/catalog/template_catalog.ts';
import type { CreateParser } from './tasks/catalog/restore_templates.ts';
import { VERSION } from './version.ts';

/** Log AI on an Elasticsearch: what the commands and the service work with. */
export interface LogAi {
  readonly client: Client;
  readonly ports: TaskPorts & { readonly templates: ElasticsearchTemplateStore };
  readonly runner: TaskRunner;
  /** Works on jobs, once it is told to. */
  readonly jobs: JobRunner;
  /** A job whose process is silent for so long waits for another one. */
  readonly silent_ms: number;
  readonly createParser: CreateParser;
  /** The version of Elasticsearch; rejects at once when it does not answer. */
  ping(): Promise<string>;
  setUp(options?: Pick<SetupOptions, 'adopt_existing' | 'dry_run'>): Promise<readonly SetupStep[]>;
  checkSetUp(): Promise<void>;
  /** As {@link LogAi.checkSetUp}, but asks anew each time and only once. */
  probeSetUp(): Promise<void>;
  close(): Promise<void>;
}

/** Whoever asks whether the service is ready has little patience: Kubernetes asks every ten seconds. */
const PROBE_TIMEOUT_MS = 3000;

/**
 * Tables take most of a second to compile: those of the configuration's formats without masks of users, and those with the
 * masks that were asked for last.
 */
const readerTables = new Map<string, ReaderTables>();
const MOST_TABLES = 4;

function tablesFor(formats: Config['parse']['formats'], masks: readonly EditOf<'mask'>[]): ReaderTables {
  const key = JSON.stringify([formats, masks.map(({ name, pattern }) => [name, pattern])]);
  const known = readerTables.get(key);
  if (known) return known;
  if (readerTables.size >= MOST_TABLES) readerTables.clear();
  const tables = readReaderTables({ formats, masks: masks.map(maskOfEdit) });
  readerTables.set(key, tables);
  return tables;
}

/**
 * A parser as the configuration says, with nothing learned.
 *
 * @param reference - Places times without a date.
 * @param masks - Of users, before all others.
 */
export function createParser(
  config: Config['parse'],
  reference: number,
  masks: readonly EditOf<'mask'>[] = [],
): LineParser {
  const { time_zone, miner, sim_th, max_children, max_templates, formats } = config;
  return new LineParser({
    config: { ...DEFAULT_PARSE_CONFIG, time_zone, miner, sim_th, max_children, max_templates },
    reference,
    reader: tablesFor(formats, masks),
  });
}

/** What the detectors look back at, and the minutes that are counted before they are judged. */
function historyMinutes({ frequency, new_template }: Config['detect']): number {
  return Math.max(frequency.window_minutes + frequency.baseline_minutes, new_template.history_minutes) + 10;
}

/** Nobody is asked without an address and the name of a model. */
function createRefiner(config: Config['refine'], now: () => number): Refiner | undefined {
  const { base_url, model, api_key, timeout_seconds, max_templates } = config;
  if (base_url === undefined || model === undefined) return undefined;
  const timeout_ms = timeout_seconds * 1000;
  return new Refiner({
    model: new ChatCompletions({ base_url, model, api_key, timeout_ms }),
    max_templates,
    now,
  });
}

/** How a Log AI tells what it meets on its way. */
export interface LogAiRuntime extends RetryRuntime {
  /** Told what was damaged and set aside: the work goes on without it. */
  readonly onProblem?: (problem: LogAiError) => void;
  /** Told of each job that this process worked on. */
  readonly onJob?: (run: JobRun) => void;
}

/** Wires the stages to an Elasticsearch. */
export function composeLogAi(config: Config, { onProblem, onJob, ...runtime }: LogAiRuntime = {}): LogAi {
  const client = createClient(config.elasticsearch);
  const call = createCall(runtime);
  const callOnce = createCall({ ...runtime, policy: { ...RETRY_POLICY, attempts: 1 } });
  const now = Date.now;
  const owner = randomUUID();
  const publisher = new PipelinePublisher({ client, config: config.parse, runtime });
  const ports = {
    logs: new ElasticsearchLogStore({
      client,
      indices: patternsOf(config.elasticsearch.log_indices),
      runtime,
    }),
    templates: new ElasticsearchTemplateStore({ client, runtime, onProblem }),
    records: new ElasticsearchRecordStore({ client, runtime }),
    state: new ElasticsearchStateStore({ client, owner, now, runtime }),
    jobs: new ElasticsearchJobStore({ client, runtime }),
    publisher,
    now,
    pause: () => setImmediate(),
  };
  const newParser: CreateParser = (masks) => createParser(config.parse, now(), masks);
  const refiner = createRefiner(config.refine, now);
  const detectors = [
    frequencyDetector(config.detect.frequency),
    newTemplateDetector(config.detect.new_template),
  ];
  const history_minutes = historyMinutes(config.detect);
  const lag_ms = config.tasks.detection_lag_seconds * 1000;
  const lease_ttl_ms = config.tasks.lease_ttl_seconds * 1000;
  const runner = new TaskRunner({
    ports,
    ...(refiner && { refiner }),
    refines: config.refine.enabled,
    detectors,
    createParser: newParser,
    request_id_fields: config.parse.request_id_fields,
    history_minutes,
    page_size: config.tasks.page_size,
    lag_ms,
    lease_ttl_ms,
  });
  const backfill = { ports: { ...ports, sleep }, shared: runner, detectors, history_minutes, lag_ms };
  const jobs = new JobRunner({
    jobs: ports.jobs,
    now,
    owner,
    ttl_ms: lease_ttl_ms,
    interval_ms: config.tasks.interval_seconds * 1000,
    work: { backfill: backfillWork(backfill) },
    ...(onJob && { onRun: onJob }),
  });
  return {
    client,
    ports,
    runner,
    jobs,
    silent_ms: lease_ttl_ms,
    createParser: newParser,
    ping: () =>
      callOnce('reach it', async () => {
        const { version } = await client.info({}, { requestTimeout: PROBE_TIMEOUT_MS });
        return version.number;
      }),
    setUp: (options = {}) =>
      setUp(client, {
        config: config.elasticsearch,
        runtime,
        ...options,
        // A pipeline that is there holds what was learned: only a missing one starts empty.
        publishPipeline: async () => {
          const edits = await readEdits(ports.state);
          const catalog = await TemplateCatalog.load({
            store: ports.templates,
            edits,
            createParser: newParser,
          });
          const published = MatcherState.safeParse(await ports.state.read(MATCHER_STATE)).data;
          await publisher.publish(catalog.compile(published?.generation ?? 0));
        },
      }),
    checkSetUp: createSetUpCheck(client, call),
    probeSetUp: () => createSetUpCheck(client, callOnce)(),
    close: async () => {
      await jobs.stop();
      // A lease that cannot be released now ends by itself.
      await runner.release().catch(() => undefined);
      await client.close();
    },
  };
}

/** The parts of a running service. */
export interface RunningService {
  readonly services: HttpServices;
  readonly metrics: Metrics;
  readonly scheduler: Scheduler;
  start(): void;
}

/** Wires the service around {@link composeLogAi}: schedule, metrics and the API. */
export function composeService(options: { logAi: LogAi; config: Config; logger: Logger }): RunningService {
  const { logAi, config, logger } = options;
  const metrics = new Metrics();
  let verdicts: readonly DetectVerdict[] = [];
  const scheduler = new Scheduler({
    state: logAi.ports.state,
    now: Date.now,
    lease_ttl_ms: config.tasks.lease_ttl_seconds * 1000,
    onRun: (run) => {
      metrics.noteTask(run);
      if (run.error)
        logger.error({ task: run.task, code: run.error.code, err: run.error.cause }, run.error.message);
    },
  });
  const services = createServices({
    version: VERSION,
    ...logAi.ports,
    runner: logAi.runner,
    wakeJobs: () => logAi.jobs.wake(),
    silent_ms: logAi.silent_ms,
    createParser: logAi.createParser,
    request_id_fields: config.parse.request_id_fields,
    ping: () => logAi.ping(),
    checkSetUp: () => logAi.probeSetUp(),
    taskStatus: () => scheduler.status(),
    lastVerdicts: () => verdicts,
  });
  const parse: HttpServices['parse'] = async (request) => {
    const answer = await services.parse(request);
    for (const { status } of answer.records) metrics.parsed.inc({ status });
    return answer;
  };
  const runCycle = async (lease: Parameters<TaskRunner['runCycle']>[0]) => {
    const summary = await logAi.runner.runCycle(lease);
    if (summary.detection.verdicts.length > 0) verdicts = detectVerdicts(summary.detection.verdicts);
    await noteCycle({ summary, metrics, logger, logAi });
  };
  return {
    services: { ...services, parse },
    metrics,
    scheduler,
    start: () => {
      logAi.jobs.start();
      scheduler.start([
        {
          name: CYCLE_LEASE,
          interval_seconds: config.tasks.interval_seconds,
          run: ({ lease }) => runCycle(lease),
        },
        {
          name: 'retention',
          interval_seconds: config.tasks.retention_interval_seconds,
          run: async () => {
            const deleted = await deleteExpired({
              client: logAi.client,
              retention: config.retention,
              now: Date.now(),
            });
            if (deleted.length > 0) logger.info({ deleted }, 'deleted indices beyond their retention');
          },
        },
      ]);
    },
  };
}

async function noteCycle(options: {
  summary: CycleSummary;
  metrics: Metrics;
  logger: Logger;
  logAi: LogAi;
}): Promise<void> {
  const { summary, metrics, logger, logAi } = options;
  const { learned, detection, failed_requests, counted_minutes } = summary;
  const { refined } = summary;
  if (refined?.problem) logger.warn({ code: refined.problem.code }, refined.problem.message);
  for (const { template } of refined?.cases ?? [])
    if (template) logger.info({ template }, 'a language model found templates to be one');
  metrics.templates.set(learned.templates);
  metrics.generation.set(learned.generation);
  metrics.learned.inc({ outcome: 'repaired' }, learned.repaired);
  metrics.learned.inc({ outcome: 'conflict' }, learned.conflicts);
  metrics.learned.inc({ outcome: 'failed' }, learned.failed);
  metrics.failedRequests.inc(failed_requests.length);
  for (const { anomaly } of detection.anomalies) metrics.anomalies.inc({ type: anomaly.type });
  const now = Date.now();
  const { total, by_status } = await logAi.ports.logs.coverage({
    from: now - 3_600_000,
    to: now + 3_600_000,
  });
  metrics.coverage.set(total === 0 ? 1 : (by_status['parsed'] ?? 0) / total);
  logger.info(
    {
      learned: learned.documents,
      generation: learned.generation,
      templates: learned.templates,
      counted_minutes,
      anomalies: detection.anomalies.length,
      failed_requests: failed_requests.length,
    },
    'cycle done',
  );
}
