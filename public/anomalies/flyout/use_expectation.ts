import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Anomaly } from '../../../common/api.ts';
import { useServices } from '../../app/services.ts';

/** Says that an anomaly was expected, or takes that back. What is shown changes once it is written. */
export function useExpectation(id: string) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<Anomaly, Error, boolean>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: (expected) => api.call('expect_anomaly', { id, body: { expected } }),
    onSuccess: async (anomaly, expected) => {
      notify.success(expected ? 'Marked as expected' : 'Taken back: it counts as wrong again');
      client.setQueriesData(['anomaly', { id }], anomaly);
      await Promise.all([client.invalidateQueries(['anomalies']), client.invalidateQueries(['anomaly'])]);
    },
    onError: (error, expected) =>
      notify.failure(expected ? 'Could not mark it as expected' : 'Could not take it back', error),
  });
}
