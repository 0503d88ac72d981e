import { z } from 'zod';
import { BACKTEST_SENSITIVITIES } from '../../../../common/choices.ts';
import { BacktestResult, type BacktestSensitivity } from '../../../../common/documents/backtest_result.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { BackfillEstimate } from '../../../../common/api.ts';
import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import { compareText } from '../../../../common/compare_text.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../common/minutes.ts';
import { scoreBandOf } from '../../../../common/score_bands.ts';
import { Evidence, evidenceOf } from '../../incidents/evidence.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { IncidentStore } from '../../ports/incidents.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { IncidentSettings } from '../../incidents/join_evidence.ts';
import { judgeRange } from '../judge/judge_range.ts';
import type { BackfillOptions } from './backfill.ts';
import { incidentsOfBlock } from './backtest_incidents.ts';
import { addVerdicts, judgingOf } from './block_judging.ts';
import type { JobWork, RunningJob } from './job_runner.ts';
import { paceOf } from './pace.ts';
import { readStored, StoredRange, storedRangeOf } from './stored_range.ts';

/** What a kill costs at most. Each begins some hours before, so shorter ones would judge most minutes twice. */
const BLOCK_MS = 360 * MINUTE_MS;
/** Of findings and of incidents the record of the job lists so many. */
const WORST = 20;
const BEGINNING = new Date(0).toISOString();

/** What a back-test is to do; times are milliseconds since the epoch. */
export interface BacktestRequest {
  readonly range: TimeRange;
  /** Of all services; absent: what people said of each. */
  readonly sensitivity?: BacktestSensitivity | undefined;
  /** Writes what it finds, as a backfill does. */
  readonly write?: boolean | undefined;
  readonly rate_limit_docs_per_s?: number | undefined;
}

/** What a back-test needs of the world, and how it works. */
export interface BacktestOptions extends Omit<BackfillOptions, 'ports' | 'requests'> {
  readonly ports: Omit<BackfillOptions['ports'], 'courses'> & {
    readonly incidents: Pick<IncidentStore, 'readFailures'>;
  };
  readonly incident_settings: IncidentSettings;
}

/** What it found so far as its job keeps it: with what may be of an incident that goes on in the next block. */
const StoredResult = BacktestResult.extend({ open_evidence: z.array(Evidence).default([]) });
type StoredResult = z.infer<typeof StoredResult>;

/** The request as its job keeps it. */
const StoredRequest = StoredRange.extend({
  sensitivity: z.enum(BACKTEST_SENSITIVITIES).optional(),
  write: z.boolean().optional(),
});

/**
 * The request as people read it in the record of the job.
 *
 * @throws LogAiError `request_invalid` where it is to write at a sensitivity that nobody set: no live task would find the same.
 */
export function storedBacktestOf({ range, ...how }: BacktestRequest): Record<string, unknown> {
  if (how.write === true && how.sensitivity !== undefined)
    throw new LogAiError(
      'request_invalid',
      'Anomalies are written at the sensitivity that is set: leave one of the two out, or set the sensitivity of the service first.',
    );
  const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined));
  return { ...storedRangeOf(range), ...given };
}

/**
 * Says what would have been found in a past range, of what is counted: six hours at a time, the oldest first, with a checkpoint
 * after each. It finds what live judging finds, as if nothing had been found before, and writes nothing but the record of the job
 * unless it is asked to. Each anomaly is told by the block in which it begins, in the form that it has at its end, so that
 * a block that is repeated after a kill tells the same.
 */
export function backtestWork(options: BacktestOptions): JobWork {
  return async (running) => {
    const { job, signal } = running;
    const request = readStored(StoredRequest, job);
    const { range, rate_limit_docs_per_s: rate } = request;
    const { logs } = options.ports;
    const total = await logs.countWithin(range);
    running.note({ total, step: 'detect' });
    const pace = paceOf({ rate, ports: options.ports, signal });
    const backtest = new Backtest({ options, running, request });
    let { done } = job;
    let from = job.done_until === undefined ? range.from : Date.parse(job.done_until);
    while (from < range.to) {
      signal.throwIfAborted();
      const block = { from, to: Math.min(range.to, (Math.floor(from / BLOCK_MS) + 1) * BLOCK_MS) };
      const documents = await logs.countWithin(block);
      await backtest.judge(block);
      await pace(documents);
      from = block.to;
      done = Math.min(total, done + documents);
      await running.checkpoint({
        done_until: new Date(from).toISOString(),
        done,
        result: structuredClone(backtest.result),
        attempts: 0,
      });
    }
    return { total, done: total, done_until: new Date(range.to).toISOString(), result: backtest.result };
  };
}

class Backtest {
  readonly result: StoredResult;
  private readonly options: BacktestOptions;
  private readonly running: RunningJob;
  private readonly request: BacktestRequest;

  constructor({
    options,
    running,
    request,
  }: {
    options: BacktestOptions;
    running: RunningJob;
    request: BacktestRequest;
  }) {
    this.options = options;
    this.running = running;
    this.request = request;
    this.result = StoredResult.parse(running.job.result ?? {});
  }

  async judge(block: TimeRange): Promise<void> {
    const { ports, shared } = this.options;
    const { range, sensitivity, write = false } = this.request;
    const judging = await judgingOf(block, { ...this.options, range });
    if (judging === undefined) return this.join([], block);
    const { signal } = this.running;
    const pause = async () => {
      signal.throwIfAborted();
      await ports.pause();
    };
    const { anomalies, verdicts, unknown_minutes } = await judgeRange({
      ...judging,
      is_continued: false,
      ports: {
        ...ports,
        pause,
        records: keptInMemory(ports.records),
        expectations: atSensitivity(ports.expectations, sensitivity),
      },
    });
    // What began in an earlier block is told by that one.
    const own = anomalies.filter(
      ({ anomaly }) => block.from === range.from || Date.parse(anomaly.first_seen) >= block.from,
    );
    for (const anomaly of own) this.tell(anomaly);
    await this.join(own.map(evidenceOf), block);
    this.result.judged_minutes += judging.to - judging.from - unknown_minutes;
    this.result.unknown_minutes += unknown_minutes;
    addVerdicts(this.result.verdicts, verdicts);
    if (!write) return;
    await judgeRange({ ...judging, ports: { ...ports, pause } });
    await shared.tellIncidents();
  }

  /** Tells the incidents that no later block adds to. */
  private async join(found: readonly Evidence[], block: TimeRange): Promise<void> {
    const { result } = this;
    const { ports, incident_settings: settings } = this.options;
    const until = block.to < this.request.range.to ? block.to : Infinity;
    const { open_evidence } = result;
    const joined = await incidentsOfBlock({
      open: open_evidence,
      found,
      until,
      settings,
      incidents: ports.incidents,
    });
    result.open_evidence = [...joined.open];
    for (const { event, incident, data_streams } of joined.told) {
      const band = scoreBandOf(event.risk_score).name;
      result.incidents += 1;
      result.incidents_by_band[band] = (result.incidents_by_band[band] ?? 0) + 1;
      const { first_service, services, anomaly_total, failed_requests } = incident;
      result.worst_incidents.push({
        id: event.id,
        risk_score: event.risk_score,
        start: event.start,
        end: event.end,
        reason: event.reason,
        headline: incident.headline,
        ...(first_service !== undefined && { first_service }),
        services,
        anomalies: anomaly_total,
        failed_requests,
        ...(data_streams && { data_streams }),
      });
    }
    keepWorst(result.worst_incidents);
  }

  private tell({ event, anomaly, service, log_ai, data_streams }: AnomalyDocument): void {
    const { result } = this;
    if (anomaly.status === 'expected') {
      result.expected += 1;
      return;
    }
    const band = scoreBandOf(event.risk_score).name;
    result.anomalies += 1;
    const bands = (result.by_type[anomaly.type] ??= {});
    bands[band] = (bands[band] ?? 0) + 1;
    const { template } = log_ai;
    result.worst.push({
      id: event.id,
      type: anomaly.type,
      risk_score: event.risk_score,
      first_seen: anomaly.first_seen,
      last_seen: anomaly.last_seen,
      reason: event.reason,
      ...(anomaly.reason && { said: anomaly.reason }),
      ...(service && { service: service.name }),
      ...(template && { template_id: template.id }),
      ...(data_streams && { data_streams: [...data_streams] }),
    });
    keepWorst(result.worst);
  }
}

function keepWorst(found: { readonly id: string; readonly risk_score: number }[]): void {
  found.sort((a, b) => b.risk_score - a.risk_score || compareText(a.id, b.id));
  found.splice(WORST);
}

/** What a block takes of each hour that it judges, on two cores: docs/adr/0035. */
const SECONDS_AN_HOUR = 1;

/** What a back-test would have to do, and how long that takes: it labels nothing. */
export async function estimateBacktest(
  logs: Pick<LogStore, 'countWithin' | 'firstWithin'>,
  { range, rate_limit_docs_per_s: rate }: BacktestRequest,
): Promise<BackfillEstimate> {
  const [documents, first] = await Promise.all([logs.countWithin(range), logs.firstWithin(range)]);
  const hours = first === undefined ? 0 : (range.to - first) / HOUR_MS;
  const limit = rate === undefined ? 0 : documents / rate;
  const work = Math.min(hours, documents) * SECONDS_AN_HOUR;
  return { documents, unlabelled: 0, estimated_seconds: Math.ceil(Math.max(work, limit)) };
}

/** Counts are read, anomalies are kept here: what is stored neither changes nor decides what is found. */
function keptInMemory(
  records: RecordStore,
): Pick<
  RecordStore,
  'readCounts' | 'countedIntervals' | 'dataStreamsOf' | 'readAnomaliesOf' | 'writeAnomalies'
> {
  const kept = new Map<string, AnomalyDocument>();
  return {
    readCounts: (from, to) => records.readCounts(from, to),
    countedIntervals: (asked) => records.countedIntervals(asked),
    dataStreamsOf: (asked) => records.dataStreamsOf(asked),
    readAnomaliesOf: ({ subject_keys, range }) => {
      const touches = ({ anomaly, subject }: AnomalyDocument) =>
        subject_keys.includes(subject.key) &&
        Date.parse(anomaly.first_seen) <= range.to &&
        Date.parse(anomaly.last_seen) >= range.from;
      return Promise.resolve([...kept.values()].filter(touches));
    },
    writeAnomalies: (anomalies) => {
      for (const anomaly of anomalies) kept.set(anomaly.event.id, anomaly);
      return Promise.resolve();
    },
  };
}

/** What was said in advance, with one sensitivity for all services instead of theirs. */
function atSensitivity(
  expectations: Pick<ExpectationStore, 'inForce'>,
  sensitivity: BacktestSensitivity | undefined,
): Pick<ExpectationStore, 'inForce'> {
  if (sensitivity === undefined) return expectations;
  const for_all: readonly ExpectationDocument[] =
    sensitivity === 'normal'
      ? []
      : [
          {
            id: 'backtest',
            kind: 'sensitivity',
            about: {},
            sensitivity,
            from: BEGINNING,
            created: BEGINNING,
          },
        ];
  return {
    inForce: async (range) => [
      ...(await expectations.inForce(range)).filter(({ kind }) => kind !== 'sensitivity'),
      ...for_all,
    ],
  };
}
