import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import type { DetectVerdict } from '../../common/api.ts';
import { LogAiError, messageOf } from '../../common/errors.ts';
import { isFailedRequest } from '../../common/failure_of.ts';
import { createCall, RETRY_POLICY, type RetryRuntime, sleep } from './adapters/elasticsearch/client/call.ts';
import { createClient } from './adapters/elasticsearch/client/client.ts';
import { ElasticsearchJobStore } from './adapters/elasticsearch/state/job_store.ts';
import { ElasticsearchLogStore } from './adapters/elasticsearch/logs/log_store.ts';
import { PipelinePublisher } from './adapters/elasticsearch/pipeline/publish_pipeline.ts';
import { ElasticsearchCourseStore } from './adapters/elasticsearch/records/course_store.ts';
import { ElasticsearchExpectationStore } from './adapters/elasticsearch/records/expectation_store.ts';
import { ElasticsearchIncidentStore } from './adapters/elasticsearch/records/incident_store.ts';
import { ElasticsearchRecordStore } from './adapters/elasticsearch/records/record_store.ts';
import { deleteExpired, deleteExpiredIncidents } from './adapters/elasticsearch/records/retention.ts';
import { checkRights, RIGHTS } from './adapters/elasticsearch/setup/rights.ts';
import { createSetUpCheck } from './adapters/elasticsearch/setup/set_up_check.ts';
import { extendSetUp, setUp, type SetupOptions } from './adapters/elasticsearch/setup/setup.ts';
import type { SetupStep } from './adapters/elasticsearch/setup/setup_step.ts';
import { ElasticsearchStateStore } from './adapters/elasticsearch/state/state_store.ts';
import { ElasticsearchTemplateStore } from './adapters/elasticsearch/templates/template_store.ts';
import { Metrics } from './adapters/http/metrics.ts';
import { CachedEmbedder, CachedSeverityClassifier } from './adapters/onnx/cached_answers.ts';
import { openEmbedder, openSeverityClassifier } from './adapters/onnx/open_models.ts';
import { ChatCompletions } from './adapters/language_model/chat_completions.ts';
import { type ScheduledTask, Scheduler } from './adapters/scheduler/scheduler.ts';
import type { HttpServices } from './ports/api.ts';
import type { SeverityClassifier } from './ports/severity_classifier.ts';
import type { StateStore } from './ports/state.ts';
import { type Config, patternsOf } from './config.ts';
import { detectorsOf } from './detect/detectors.ts';
import type { Detector } from './detect/detector.ts';
import { semanticDetector } from './detect/semantic/detector.ts';
import { reachOf } from './tasks/judge/settled.ts';
import { detectVerdicts } from './service/detection.ts';
import { createServices } from './service/services.ts';
import type { TaskPorts } from './tasks/cycle/cycle.ts';
import { readEdits } from './tasks/edits/edit_journal.ts';
import { publishForSetUp } from './tasks/cycle/publish.ts';
import { Refiner } from './tasks/cycle/refine.ts';
import { watchVisibility } from './tasks/cycle/visibility_watch.ts';
import { backfillWork } from './tasks/jobs/backfill.ts';
import { backtestWork } from './tasks/jobs/backtest.ts';
import { type JobRun, JobRunner } from './tasks/jobs/job_runner.ts';
import type { SemanticParts } from './tasks/semantic/semantic_parts.ts';
import { TemplateClassifier } from './tasks/severity/template_classifier.ts';
import { TemplateMeanings } from './tasks/semantic/template_meanings.ts';
import { raiseDoneUntil } from './tasks/run/task.ts';
import { type RunnableTask, type SummaryOf, TaskRunner } from './tasks/run/task_runner.ts';
import { TemplateCatalog } from './tasks/catalog/template_catalog.ts';
import type { CreateParser } from './tasks/catalog/restore_templates.ts';
import { VERSION } from './version.ts';
import { HOUR_MS } from '../../common/minutes.ts';
import { createParser } from './adapters/file/installed/create_parser.ts';

/** Log AI on an Elasticsearch: what the commands and the service work with. */
export interface LogAi {
  readonly client: Client;
  readonly ports: TaskPorts & { readonly templates: ElasticsearchTemplateStore };
  readonly runner: TaskRunner;
  /** Meanings of templates; undefined where they are switched off. */
  readonly semantic: SemanticParts | undefined;
  /** Says how severe texts are; undefined where that is switched off. */
  readonly severity: SeverityClassifier | undefined;
  /** Works on jobs, once it is told to. */
  readonly jobs: JobRunner;
  /** A job whose process is silent for so long waits for another one. */
  readonly silent_ms: number;
  readonly createParser: CreateParser;
  /** The version of Elasticsearch; rejects at once when it does not answer. */
  ping(): Promise<string>;
  setUp(options?: Pick<SetupOptions, 'adopt_existing' | 'dry_run'>): Promise<readonly SetupStep[]>;
  /** See {@link extendSetUp}; rejects at once when Elasticsearch does not answer. */
  extendSetUp(): Promise<readonly SetupStep[]>;
  checkSetUp(): Promise<void>;
  /** Whether the credentials allow the work of a service; once they do, it is not asked again. */
  checkRights(): Promise<void>;
  /** As both, but asks anew each time and only once. */
  probeSetUp(): Promise<void>;
  close(): Promise<void>;
}

const ONE_TRY = { ...RETRY_POLICY, attempts: 1 };

/** Whoever asks whether the service is ready has little patience: Kubernetes asks every ten seconds. */
const PROBE_TIMEOUT_MS = 3000;

/** Minutes that are counted before they are judged, and those that may be counted late and judged again from memory. */
const SPARE_MINUTES = { counted: 10, late: 60 };

/** What the detectors look back at and remember. */
function historyMinutes(detectors: readonly Detector[]): number {
  const { lookback, memory } = reachOf(detectors);
  return lookback + memory + SPARE_MINUTES.late + SPARE_MINUTES.counted;
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

/** The model's memory is free again so long after the last text: new templates are rare once a system is known. */
const MODEL_IDLE_MS = 5 * 60_000;

function createSemantic(config: Config['detect']['semantic'], state: StateStore): SemanticParts | undefined {
  if (!config.enabled) return undefined;
  const embedder = openEmbedder({ idle_ms: MODEL_IDLE_MS });
  return {
    embedder,
    detector: semanticDetector(config),
    meanings: new TemplateMeanings({ state, embedder }),
  };
}

function createSeverity(
  { enabled }: Config['severity'],
  now: () => number,
): { readonly model: SeverityClassifier; readonly templates: TemplateClassifier } | undefined {
  if (!enabled) return undefined;
  const model = openSeverityClassifier({ idle_ms: MODEL_IDLE_MS });
  return { model, templates: new TemplateClassifier({ classifier: model, now, sleep }) };
}

/** Texts that people searched for last: who refines a filter searches for the same one again. */
const SEARCHED_TEXTS = 200;

function searchable({ embedder, meanings }: SemanticParts): Pick<SemanticParts, 'embedder' | 'meanings'> {
  return { meanings, embedder: new CachedEmbedder(embedder, { most_texts: SEARCHED_TEXTS }) };
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
  const callOnce = createCall({ ...runtime, policy: ONE_TRY });
  const now = Date.now;
  const log_patterns = patternsOf(config.elasticsearch.log_indices);
  let isAllowed = false;
  const owner = randomUUID();
  const publisher = new PipelinePublisher({ client, config: config.parse, runtime });
  const ports = {
    logs: new ElasticsearchLogStore({
      client,
      indices: log_patterns,
      runtime,
    }),
    templates: new ElasticsearchTemplateStore({ client, runtime, onProblem }),
    records: new ElasticsearchRecordStore({ client, runtime }),
    courses: new ElasticsearchCourseStore({ client, runtime }),
    expectations: new ElasticsearchExpectationStore({ client, runtime }),
    incidents: new ElasticsearchIncidentStore({ client, runtime }),
    state: new ElasticsearchStateStore({ client, owner, now, runtime }),
    jobs: new ElasticsearchJobStore({ client, runtime }),
    publisher,
    now,
    pause: () => setImmediate(),
  };
  const requireRights = async () => {
    if (!isAllowed) await checkRights({ client, call, rights: RIGHTS.serve(log_patterns) });
    isAllowed = true;
  };
  const newParser: CreateParser = (masks) => createParser(config.parse, now(), masks);
  const refiner = createRefiner(config.refine, now);
  const semantic = createSemantic(config.detect.semantic, ports.state);
  const severity = createSeverity(config.severity, now);
  const detectors = detectorsOf(config.detect);
  const judging = {
    detectors,
    history_minutes: historyMinutes(detectors),
    lag_ms: config.tasks.detection_lag_seconds * 1000,
    alert_max_age_ms: config.tasks.alert_max_age_minutes * 60_000,
  };
  const lease_ttl_ms = config.tasks.lease_ttl_seconds * 1000;
  const runner = new TaskRunner({
    ports,
    ...(refiner && { refiner }),
    ...(semantic && { semantic }),
    ...(severity && { severity: severity.templates }),
    refines: config.refine.enabled,
    ...judging,
    createParser: newParser,
    ...(config.detect.sequence.enabled && { sequence: config.detect.sequence }),
    ...(config.detect.parameter.enabled && { parameter: config.detect.parameter }),
    ...(config.requests.enabled && { requests: config.requests }),
    learns_request_ids: config.requests.learn_ids,
    incident_settings: config.incidents,
    request_id_fields: config.parse.request_id_fields,
    page_size: config.tasks.page_size,
    visibility: watchVisibility({
      logs: ports.logs,
      now,
      indexing_delay_ms: config.tasks.indexing_delay_seconds * 1000,
    }),
    lease_ttl_ms,
  });
  const working = { ports: { ...ports, sleep }, shared: runner, ...judging };
  const backfill = backfillWork({
    ...working,
    ...(config.requests.enabled && { requests: config.requests }),
  });
  const backtest = backtestWork({ ...working, incident_settings: config.incidents });
  const jobs = new JobRunner({
    jobs: ports.jobs,
    now,
    owner,
    ttl_ms: lease_ttl_ms,
    interval_ms: config.tasks.interval_seconds * 1000,
    work: {
      backfill: async (running) => {
        await requireRights();
        return backfill(running);
      },
      backtest: async (running) => {
        await requireRights();
        return backtest(running);
      },
    },
    ...(onJob && { onRun: onJob }),
  });
  return {
    client,
    ports,
    runner,
    semantic,
    severity: severity?.model,
    jobs,
    silent_ms: lease_ttl_ms,
    createParser: newParser,
    ping: () =>
      callOnce('reach it', async () => {
        const { version } = await client.info({}, { requestTimeout: PROBE_TIMEOUT_MS });
        return version.number;
      }),
    setUp: async (options = {}) => {
      const rights = (options.adopt_existing === true ? RIGHTS.adopt : RIGHTS.setup)(log_patterns);
      if (options.dry_run !== true) await checkRights({ client, call, rights });
      return setUp(client, {
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
          await publishForSetUp({ ports, catalog });
        },
      });
    },
    extendSetUp: () =>
      extendSetUp(client, { config: config.elasticsearch, runtime: { ...runtime, policy: ONE_TRY } }),
    checkSetUp: createSetUpCheck(client, call),
    checkRights: requireRights,
    async probeSetUp() {
      await createSetUpCheck(client, callOnce)();
      await checkRights({ client, call: callOnce, rights: RIGHTS.serve(log_patterns) });
    },
    close: async () => {
      await jobs.stop();
      await semantic?.embedder.close();
      await severity?.templates.close();
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
    semantic: logAi.semantic && searchable(logAi.semantic),
    severity: logAi.severity && new CachedSeverityClassifier(logAi.severity),
    request_id_fields: config.parse.request_id_fields,
    log_patterns: patternsOf(config.elasticsearch.log_indices),
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
  const schedule = <N extends RunnableTask>(
    name: N,
    note: (summary: SummaryOf<N>) => void | Promise<void>,
    then?: readonly RunnableTask[],
  ): ScheduledTask => ({
    name,
    ...(then && { then }),
    interval_seconds: config.tasks.interval_seconds,
    run: async ({ lease }) => {
      // Of what a key may not read, a pattern finds nothing: that must not pass for a quiet night.
      await logAi.checkRights();
      await note(await logAi.runner.run(name, { lease }));
    },
  });
  const noted = noteRuns({ logAi, metrics, logger });
  const retention: ScheduledTask = {
    name: 'retention',
    interval_seconds: config.tasks.retention_interval_seconds,
    run: async ({ lease }) => {
      const done_until = Date.now();
      const { incidents: days, ...retention } = config.retention;
      const deleted = await deleteExpired({
        client: logAi.client,
        retention,
        now: done_until,
      });
      const { client } = logAi;
      const deleted_incidents = await deleteExpiredIncidents({ client, days, now: done_until });
      if (deleted_incidents > 0)
        logger.info({ deleted_incidents }, 'deleted incidents beyond their retention');
      if (deleted.length > 0) logger.info({ deleted }, 'deleted indices beyond their retention');
      await raiseDoneUntil({ state: logAi.ports.state, task: 'retention', done_until, lease });
    },
  };
  return {
    services: { ...services, parse },
    metrics,
    scheduler,
    start: () => {
      void extendWhenThere({ logAi, logger });
      logAi.jobs.start();
      scheduler.start([
        schedule('learn', noted.learn, ['relabel']),
        // What reads lines that have their labels.
        schedule('relabel', noted.relabel, ['count', 'sequence', 'courses', 'parameter']),
        schedule('count', noted.count, ['detect']),
        schedule(
          'detect',
          (summary) => {
            if (summary.verdicts.length > 0) verdicts = detectVerdicts(summary.verdicts);
            return noted.detect(summary);
          },
          ['incidents'],
        ),
        schedule('correlate', noted.correlate, ['incidents']),
        ...(config.detect.sequence.enabled ? [schedule('sequence', noted.sequence, ['incidents'])] : []),
        ...(config.requests.enabled ? [schedule('courses', noted.courses)] : []),
        ...(config.detect.parameter.enabled ? [schedule('parameter', noted.parameter, ['incidents'])] : []),
        ...(config.requests.learn_ids ? [schedule('request_ids', noted.request_ids)] : []),
        schedule('incidents', noted.incidents),
        ...(logAi.semantic ? [schedule('semantic', noted.semantic, ['incidents'])] : []),
        ...(config.refine.enabled ? [schedule('refine', noted.refine)] : []),
        retention,
      ]);
    },
  };
}

const EXTEND_AGAIN_MS = 10_000;

/** Once Elasticsearch answers. A key that may not is no reason to stop: the status says what to run. */
async function extendWhenThere({ logAi, logger }: { logAi: LogAi; logger: Logger }): Promise<void> {
  for (;;) {
    try {
      const steps = (await logAi.extendSetUp()).filter(({ action }) => action !== 'keep');
      if (steps.length > 0) logger.info({ steps }, 'extended what an earlier version had set up');
      return;
    } catch (error) {
      const { code, message } =
        error instanceof LogAiError ? error : new LogAiError('internal', messageOf(error), { cause: error });
      if (code !== 'elasticsearch_unreachable') {
        logger.warn(
          { code },
          `What an earlier version set up is not extended (run log-ai setup): ${message}`,
        );
        return;
      }
      await pause(EXTEND_AGAIN_MS, undefined, { ref: false });
    }
  }
}

/** What is told of a run of each task, to metrics and to the log: nothing where nothing was done. */
function noteRuns({ logAi, metrics, logger }: { logAi: LogAi; metrics: Metrics; logger: Logger }): {
  readonly [N in RunnableTask]: (summary: SummaryOf<N>) => void | Promise<void>;
} {
  let told_problem: string | undefined;
  return {
    learn: (learned) => {
      metrics.noteLearned(learned);
      const { documents, generation, templates } = learned;
      if (documents > 0) logger.info({ documents, generation, templates }, 'learned');
    },
    relabel: ({ relabelled, left }) => {
      if (relabelled > 0) logger.info({ relabelled, left }, 'labelled old documents as edits say');
    },
    count: async (counted) => {
      metrics.noteCounted(counted);
      if (counted.counted_minutes === 0) return;
      const now = Date.now();
      metrics.noteCoverage(await logAi.ports.records.coverage({ from: now - HOUR_MS, to: now }));
      logger.info(counted, 'counted');
    },
    detect: (detection) => {
      metrics.noteJudged(detection);
      const { anomalies } = detection;
      if (anomalies.length > 0) logger.info({ anomalies: anomalies.length }, 'judged');
    },
    correlate: (correlated) => {
      metrics.noteCorrelated(correlated);
      const { requests, refused } = correlated;
      const failed_requests = requests.filter(isFailedRequest).length;
      if (failed_requests > 0) logger.info({ failed_requests }, 'correlated');
      for (const one of refused)
        logger.warn(one, 'this request id joins more than a request: its lines are not put together');
    },
    sequence: (judged) => {
      metrics.noteSequences(judged);
      const { anomalies, failed, refused } = judged;
      if (anomalies.length > 0)
        logger.info({ anomalies: anomalies.length, failed_requests: failed.length }, 'judged sessions');
      for (const one of refused)
        logger.warn(one, 'this request id joins more than a session: its lines are not judged');
    },
    courses: (read) => {
      metrics.noteCourses(read);
      const { stopped, refused } = read;
      if (stopped.length > 0) logger.info({ stopped: stopped.length }, 'found requests that stopped');
      for (const one of refused)
        logger.warn(one, 'this request id joins more than a request: its lines are not put together');
    },
    parameter: (judged) => {
      metrics.noteValues(judged);
      const { anomalies } = judged;
      if (anomalies.length > 0) logger.info({ anomalies: anomalies.length }, 'judged values');
    },
    incidents: ({ incidents, open }) => {
      metrics.openIncidents.set(open);
      if (incidents.length > 0) logger.info({ incidents: incidents.length, open }, 'told incidents');
    },
    request_ids: ({ decisions }) => {
      for (const { template_id, names } of decisions)
        logger.info({ template_id, parameters: names }, 'these parameters hold ids of requests');
    },
    semantic: (summary) => {
      if (summary === undefined) return;
      const { embedded, waiting, anomalies, problem } = summary;
      if (problem && problem.message !== told_problem) logger.warn({ code: problem.code }, problem.message);
      told_problem = problem?.message;
      if (embedded > 0) logger.info({ embedded, waiting }, 'embedded texts of templates');
      if (anomalies.length > 0) logger.info({ anomalies: anomalies.length }, 'judged meanings');
    },
    refine: (refined) => {
      if (refined?.problem) logger.warn({ code: refined.problem.code }, refined.problem.message);
      for (const { template } of refined?.cases ?? [])
        if (template) logger.info({ template }, 'a language model found templates to be one');
    },
  };
}
