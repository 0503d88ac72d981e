import { z } from 'zod';
import {
  BACKTEST_SENSITIVITIES,
  BacktestResult,
  type BacktestSensitivity,
} from '../../../../common/documents/backtest_result.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import { compareText } from '../../../../common/compare_text.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import { scoreBandOf } from '../../../../common/score_bands.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TimeRange } from '../../ports/time.ts';
import { judgeRange } from '../judge/judge_range.ts';
import type { BackfillOptions } from './backfill.ts';
import { addVerdicts, judgingOf } from './block_judging.ts';
import type { JobWork, RunningJob } from './job_runner.ts';
import { paceOf } from './pace.ts';
import { readStored, StoredRange, storedRangeOf } from './stored_range.ts';

/** What a kill costs at most. Each begins some hours before, so shorter ones would judge most minutes twice. */
const BLOCK_MS = 360 * MINUTE_MS;
/** Findings that the record of the job lists. */
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
export function backtestWork(options: BackfillOptions): JobWork {
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
  readonly result: BacktestResult;
  private readonly options: BackfillOptions;
  private readonly running: RunningJob;
  private readonly request: BacktestRequest;

  constructor({
    options,
    running,
    request,
  }: {
    options: BackfillOptions;
    running: RunningJob;
    request: BacktestRequest;
  }) {
    this.options = options;
    this.running = running;
    this.request = request;
    this.result = BacktestResult.parse(running.job.result ?? {});
  }

  async judge(block: TimeRange): Promise<void> {
    const { ports, shared } = this.options;
    const { range, sensitivity, write = false } = this.request;
    const judging = await judgingOf(block, { ...this.options, range });
    if (judging === undefined) return;
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
    for (const anomaly of anomalies) {
      const start = Date.parse(anomaly.anomaly.first_seen);
      // What began in an earlier block is told by that one.
      if (block.from === range.from || start >= block.from) this.tell(anomaly);
    }
    this.result.judged_minutes += judging.to - judging.from - unknown_minutes;
    this.result.unknown_minutes += unknown_minutes;
    addVerdicts(this.result.verdicts, verdicts);
    if (!write) return;
    await judgeRange({ ...judging, ports: { ...ports, pause } });
    await shared.tellIncidents();
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
      ...(service && { service: service.name }),
      ...(template && { template_id: template.id }),
      ...(data_streams && { data_streams: [...data_streams] }),
    });
    result.worst.sort((a, b) => b.risk_score - a.risk_score || compareText(a.id, b.id));
    result.worst.splice(WORST);
  }
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
