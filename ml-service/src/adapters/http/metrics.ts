import { isFailedRequest } from '../../../../common/failure_of.ts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Coverage } from '../../ports/records.ts';
import type { SummaryOf } from '../../tasks/run/task_runner.ts';
import type { TaskRun } from '../scheduler/scheduler.ts';

/** The metrics of one ml-service, for Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  private readonly coverage = new Gauge({
    name: 'log_ai_coverage_ratio',
    help: 'Share of the log documents of the last hour that have a template.',
    registers: [this.registry],
  });
  private readonly templates = new Gauge({
    name: 'log_ai_templates',
    help: 'Live templates.',
    registers: [this.registry],
  });
  private readonly generation = new Gauge({
    name: 'log_ai_matcher_generation',
    help: 'Generation of the compiled matcher that the pipeline runs.',
    registers: [this.registry],
  });
  readonly parsed = new Counter({
    name: 'log_ai_lines_parsed_total',
    help: 'Lines parsed by this process, by what became of them.',
    labelNames: ['status'] as const,
    registers: [this.registry],
  });
  private readonly learned = new Counter({
    name: 'log_ai_documents_learned_total',
    help: 'Documents without a template that the learning task read, by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  private readonly parked = new Gauge({
    name: 'log_ai_documents_parked',
    help: 'Documents that cannot be labelled where they lie; they are tried again at growing intervals.',
    registers: [this.registry],
  });
  private readonly evicted = new Counter({
    name: 'log_ai_templates_evicted_total',
    help: 'Templates that left because there are too many; one that comes again gets its id back.',
    registers: [this.registry],
  });
  private readonly anomalies = new Counter({
    name: 'log_ai_anomalies_total',
    help: 'Findings written, updates included, by type.',
    labelNames: ['type'] as const,
    registers: [this.registry],
  });
  readonly openIncidents = new Gauge({
    name: 'log_ai_incidents_open',
    help: 'Incidents that are active.',
    registers: [this.registry],
  });
  private readonly failedRequests = new Counter({
    name: 'log_ai_failed_requests_total',
    help: 'Failed requests written, updates included.',
    registers: [this.registry],
  });
  private readonly lateDocuments = new Counter({
    name: 'log_ai_late_documents_total',
    help: 'Documents that came, or got their label, after their minute was counted: it was counted anew.',
    registers: [this.registry],
  });
  private readonly uncountedMinutes = new Gauge({
    name: 'log_ai_uncounted_minutes',
    help: 'Minutes of a pause, or of late documents, that wait to be counted.',
    registers: [this.registry],
  });
  private readonly refusedRequestIds = new Counter({
    name: 'log_ai_refused_request_ids_total',
    help: 'Request ids that join more than a request, by reason.',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  });
  private readonly sessions = new Counter({
    name: 'log_ai_sessions_total',
    help: 'Sessions that closed, by what was said of them: judged, or why not.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  private readonly sessionShare = new Gauge({
    name: 'log_ai_session_share',
    help: 'Share of all sessions that is read; below 1 there are more than detect.sequence.max_lines_per_second allows.',
    registers: [this.registry],
  });
  private readonly requestShare = new Gauge({
    name: 'log_ai_request_share',
    help: 'Share of all requests that is read for who calls whom; below 1 there are more than requests.max_lines_per_second allows.',
    registers: [this.registry],
  });
  private readonly parameters = new Gauge({
    name: 'log_ai_parameters',
    help: 'Parameters with values in the last minute, by what was said of them: judged, or why not.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  private readonly taskRuns = new Counter({
    name: 'log_ai_task_runs_total',
    help: 'Runs of scheduled tasks.',
    labelNames: ['task', 'outcome'] as const,
    registers: [this.registry],
  });
  private readonly taskDuration = new Histogram({
    name: 'log_ai_task_duration_seconds',
    help: 'How long runs of scheduled tasks took.',
    labelNames: ['task'] as const,
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
    registers: [this.registry],
  });
  readonly httpDuration = new Histogram({
    name: 'log_ai_http_request_duration_seconds',
    help: 'How long answers took, by route and status.',
    labelNames: ['route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  noteLearned(learned: SummaryOf<'learn'>): void {
    const { templates, generation, repaired, conflicts, failed, parked, evicted } = learned;
    this.parked.set(parked);
    this.evicted.inc(evicted);
    this.templates.set(templates);
    this.generation.set(generation);
    this.learned.inc({ outcome: 'repaired' }, repaired);
    this.learned.inc({ outcome: 'conflict' }, conflicts);
    this.learned.inc({ outcome: 'failed' }, failed);
  }

  noteCounted({ late_documents, behind_minutes }: SummaryOf<'count'>): void {
    this.lateDocuments.inc(late_documents);
    this.uncountedMinutes.set(behind_minutes);
  }

  noteJudged({ anomalies }: SummaryOf<'detect'>): void {
    for (const { anomaly } of anomalies) this.anomalies.inc({ type: anomaly.type });
  }

  noteCorrelated({ requests, refused }: SummaryOf<'correlate'>): void {
    this.failedRequests.inc(requests.filter(isFailedRequest).length);
    for (const { reason } of refused) this.refusedRequestIds.inc({ reason });
  }

  noteSequences({ anomalies, verdicts, failed, share }: SummaryOf<'sequence'>): void {
    this.failedRequests.inc(failed.length);
    for (const { anomaly } of anomalies) this.anomalies.inc({ type: anomaly.type });
    for (const { kind, sessions } of verdicts) this.sessions.inc({ outcome: kind }, sessions);
    this.sessionShare.set(share);
  }

  noteCourses({ stopped, refused, share }: SummaryOf<'courses'>): void {
    this.failedRequests.inc(stopped.length);
    for (const { reason } of refused) this.refusedRequestIds.inc({ reason });
    this.requestShare.set(share);
  }

  noteValues({ anomalies, verdicts }: SummaryOf<'parameter'>): void {
    for (const { anomaly } of anomalies) this.anomalies.inc({ type: anomaly.type });
    if (verdicts.length > 0) this.parameters.reset();
    for (const { kind, parameters } of verdicts) this.parameters.set({ outcome: kind }, parameters);
  }

  /** @param coverage - Of the last hour. */
  noteCoverage({ total, by_status }: Coverage): void {
    this.coverage.set(total === 0 ? 1 : (by_status['parsed'] ?? 0) / total);
  }

  noteTask({ task, outcome, duration_ms }: TaskRun): void {
    this.taskRuns.inc({ task, outcome });
    this.taskDuration.observe({ task }, duration_ms / 1000);
  }
}
