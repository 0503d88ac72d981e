import type { Lease } from '../../ports/state.ts';
import type { TimeRange } from '../../ports/time.ts';
import { correlateRange } from '../cycle/correlate.ts';
import { countMinutes } from '../cycle/count.ts';
import { countedUntil, readCountState } from '../cycle/count_state.ts';
import { BACKFILL_STEPS, type BackfillSummary, type Progress, type TaskOptions } from '../cycle/cycle.ts';
import type { Tasks } from './tasks.ts';
import { judgeRange } from '../judge/judge_range.ts';
import { readJudgedUntil } from '../judge/stored_state.ts';
import { learnUnknown } from '../cycle/learn.ts';
import { MINUTE_MS, minuteOf } from '../../../../common/minutes.ts';

/**
 * Reads a past range anew: labels documents that never went through the pipeline, learns, counts, detects and
 * correlates. Everything it writes has a deterministic id, so it can be repeated, or resumed after a kill by running it
 * again.
 */
export async function backfill(
  options: TaskOptions & {
    tasks: Tasks;
    range: TimeRange;
    /** Of learning and of counting. */
    leases: { learn: Lease; count: Lease };
    onProgress?: (progress: Progress) => void;
  },
): Promise<BackfillSummary> {
  const { ports, detectors, history_minutes, page_size, request_id_fields, range, leases, tasks } = options;
  const report = options.onProgress ?? (() => undefined);
  const { keeper, recent } = tasks;
  const relabelled = await ports.logs.relabel(range, (done, total) => report({ step: 'label', done, total }));
  if (relabelled > 0) await ports.logs.refresh();
  const learned = await keeper.learn(leases.learn, (catalog) =>
    learnUnknown({
      ports,
      catalog,
      page_size,
      request_id_fields,
      lease: leases.learn,
      onProgress: (done) => report({ step: 'learn', done }),
    }),
  );
  const from = minuteOf(range.from);
  const to = Math.ceil(range.to / MINUTE_MS);
  const minutes = await ports.logs.minutesWithin(range);
  const counts = await countMinutes({
    ports,
    keeper,
    recent,
    lease: leases.count,
    state: await readCountState(ports.state),
    // The live task judges again what it has in memory.
    late_from: ((await readJudgedUntil(ports.state)) ?? 0) - history_minutes,
    minutes,
    onProgress: (done) => report({ step: 'count', done, total: minutes.length }),
  });
  const catalog = await keeper.view();
  const { anomalies, verdicts, unknown_minutes } = await judgeRange({
    ports,
    detectors,
    catalog,
    from,
    to,
    watermark: countedUntil(counts),
    alerts_from: ports.now() - options.alert_max_age_ms,
    history_minutes,
    onProgress: (done) => report({ step: 'detect', done, total: to - from }),
  });
  const { requests: failed_requests } = await correlateRange({
    ports,
    range,
    by: '@timestamp',
    onProgress: (done) => report({ step: 'correlate', done }),
  });
  return {
    relabelled,
    learned,
    counted_minutes: minutes.length,
    anomalies,
    verdicts,
    unknown_minutes,
    failed_requests,
  };
}

const PARTS_A_STEP = 20;

/** A backfill as a job is 100 parts, of which each step has as many: how long a step will take nobody knows before. */
export const BACKFILL_PARTS = BACKFILL_STEPS.length * PARTS_A_STEP;

/** How many parts are done. A step whose end is not known moves when it is over. */
export function backfillPartsDone({ step, done, total }: Progress): number {
  const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  return BACKFILL_STEPS.indexOf(step) * PARTS_A_STEP + Math.floor(share * PARTS_A_STEP);
}
