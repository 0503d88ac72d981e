import type { Job } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatDuration, formatShare } from '../quantities/format_quantity.ts';
import { shareDone, tookOf } from '../../common/job_progress.ts';

/**
 * How far a job is, as a line.
 *
 * @example
 * progressText(job) // '45.0 % of 2,742,000 documents'
 */
export function progressText(job: Job): string {
  const share = formatShare(shareDone(job));
  return job.total === 0
    ? share
    : translate('logAi.status.jobs.share', {
        defaultMessage: '{share} of {count, plural, one {# document} other {# documents}}',
        values: { share, count: job.total },
      });
}

/** How long a job takes so far, or took; undefined before anybody began. */
export function tookText(job: Job): string | undefined {
  const took = tookOf(job);
  return took === undefined ? undefined : formatDuration(took);
}

const STATUSES: Readonly<Partial<Record<string, () => string>>> = {
  queued: () => translate('logAi.status.jobs.queued', { defaultMessage: 'Queued' }),
  running: () => translate('logAi.status.jobs.running', { defaultMessage: 'Running' }),
  paused: () => translate('logAi.status.jobs.paused', { defaultMessage: 'Paused' }),
  done: () => translate('logAi.status.jobs.done', { defaultMessage: 'Completed' }),
  failed: () => translate('logAi.status.jobs.failed', { defaultMessage: 'Failed' }),
  cancelled: () => translate('logAi.status.jobs.cancelled', { defaultMessage: 'Canceled' }),
};

/** A status as people read it; one that a newer service brought by its name. */
export function jobStatusText(status: string): string {
  return STATUSES[status]?.() ?? status;
}

const KINDS: Readonly<Partial<Record<string, () => string>>> = {
  backfill: () => translate('logAi.status.jobs.backfill', { defaultMessage: 'backfill' }),
  backtest: () => translate('logAi.status.jobs.backtest', { defaultMessage: 'back-test' }),
  relabel: () => translate('logAi.status.jobs.relabel', { defaultMessage: 'relabel' }),
};

/** A kind of job as people read it; one that a newer service brought by its name. */
export function jobKindText(kind: string): string {
  return KINDS[kind]?.() ?? kind;
}

const SENSITIVITY_TEXTS: Readonly<Partial<Record<string, () => string>>> = {
  as_set: () =>
    translate('logAi.status.backtest.sensitivityAsSet', { defaultMessage: 'As set for each service' }),
  normal: () => translate('logAi.status.backtest.sensitivityNormal', { defaultMessage: 'Normal' }),
  low: () => translate('logAi.status.backtest.sensitivityLow', { defaultMessage: 'Low' }),
  high: () => translate('logAi.status.backtest.sensitivityHigh', { defaultMessage: 'High' }),
};

/** How sensitive a back-test is; as it is set, where it is `as_set`. */
export function sensitivityText(sensitivity: string): string {
  return SENSITIVITY_TEXTS[sensitivity]?.() ?? sensitivity;
}
