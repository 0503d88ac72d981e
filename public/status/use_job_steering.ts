import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EndpointAnswer, Job, StartJobRequest } from '../../common/api.ts';
import type { Steering } from '../../common/job_steering.ts';
import { useServices } from '../app/services.ts';

const TOLD: Readonly<Record<Steering, { readonly done: string; readonly failed: string }>> = {
  pause: { done: 'The job rests', failed: 'Could not pause the job' },
  resume: { done: 'The job goes on', failed: 'Could not resume the job' },
  cancel: { done: 'The job is cancelled', failed: 'Could not cancel the job' },
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
      notify.success(TOLD[word].done);
      await client.invalidateQueries(['jobs']);
    },
    onError: (error, { word }) => notify.failure(TOLD[word].failed, error),
  });
}

/** Starts a backfill, or only says what it would have to do. */
export function useBackfillStart(onStarted: () => void) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<EndpointAnswer<'start_job'>, Error, StartJobRequest>({
    networkMode: 'always',
    mutationFn: (body) => api.call('start_job', { body }),
    onSuccess: async (answer) => {
      if (!('id' in answer)) return;
      notify.success('The backfill is queued');
      onStarted();
      await client.invalidateQueries(['jobs']);
    },
    onError: (error) => notify.failure('Could not start the backfill', error),
  });
}
