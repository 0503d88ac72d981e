import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EndpointAnswer, Job, StartJobRequest } from '../../common/api.ts';
import type { Steering } from '../../common/job_steering.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';

const TOLD: Readonly<Record<Steering, { readonly done: () => string; readonly failed: () => string }>> = {
  pause: {
    done: () => translate('logAi.status.jobs.pauseDone', { defaultMessage: 'Job paused' }),
    failed: () => translate('logAi.status.jobs.pauseFailed', { defaultMessage: 'Unable to pause the job' }),
  },
  resume: {
    done: () => translate('logAi.status.jobs.resumeDone', { defaultMessage: 'Job resumed' }),
    failed: () => translate('logAi.status.jobs.resumeFailed', { defaultMessage: 'Unable to resume the job' }),
  },
  cancel: {
    done: () => translate('logAi.status.jobs.cancelDone', { defaultMessage: 'Job canceled' }),
    failed: () => translate('logAi.status.jobs.cancelFailed', { defaultMessage: 'Unable to cancel the job' }),
  },
};

/** Has jobs rest, go on or end. What is shown changes once it is written. */
export function useJobSteering() {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<Job, Error, { readonly id: string; readonly word: Steering }>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: ({ id, word }) => api.call(`${word}_job`, { id }),
    onSuccess: async (_job, { word }) => {
      notify.success(TOLD[word].done());
      await client.invalidateQueries(['jobs']);
    },
    onError: (error, { word }) => notify.failure(TOLD[word].failed(), error),
  });
}

type JobKind = StartJobRequest['kind'];

const STARTED: Readonly<Record<JobKind, { readonly done: () => string; readonly failed: () => string }>> = {
  backfill: {
    done: () => translate('logAi.status.backfill.queued', { defaultMessage: 'Backfill queued' }),
    failed: () =>
      translate('logAi.status.backfill.failed', { defaultMessage: 'Unable to start the backfill' }),
  },
  backtest: {
    done: () => translate('logAi.status.backtest.queued', { defaultMessage: 'Back-test queued' }),
    failed: () =>
      translate('logAi.status.backtest.failed', { defaultMessage: 'Unable to start the back-test' }),
  },
};

/** Starts a job, or only says what it would have to do. */
export function useJobStart(kind: JobKind, onStarted: () => void) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<EndpointAnswer<'start_job'>, Error, StartJobRequest>({
    networkMode: 'always',
    mutationFn: (body) => api.call('start_job', { body }),
    onSuccess: async (answer) => {
      if (!('id' in answer)) return;
      notify.success(STARTED[kind].done());
      onStarted();
      await client.invalidateQueries(['jobs']);
    },
    onError: (error) => notify.failure(STARTED[kind].failed(), error),
  });
}
