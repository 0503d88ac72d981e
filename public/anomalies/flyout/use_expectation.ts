import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Anomaly } from '../../../common/api.ts';
import { useServices } from '../../app/services.ts';
import { CHANGED_BY_EXPECTATION } from '../../expectations/use_expectations.ts';
import { translate } from '../../kibana/i18n.ts';

/** Says that an anomaly was expected, or takes that back. What is shown changes once it is written. */
export function useExpectation(id: string) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<Anomaly, Error, boolean>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: (expected) => api.call('expect_anomaly', { id, body: { expected } }),
    onSuccess: async (anomaly, expected) => {
      notify.success(
        expected
          ? translate('logAi.anomalies.expectation.marked', { defaultMessage: 'Anomaly marked as expected' })
          : translate('logAi.anomalies.expectation.undone', {
              defaultMessage: 'Anomaly no longer marked as expected',
            }),
      );
      client.setQueriesData(['anomaly', { id }], anomaly);
      await Promise.all(CHANGED_BY_EXPECTATION.map((name) => client.invalidateQueries([name])));
    },
    onError: (error, expected) =>
      notify.failure(
        expected
          ? translate('logAi.anomalies.expectation.markFailed', {
              defaultMessage: 'Unable to mark the anomaly as expected',
            })
          : translate('logAi.anomalies.expectation.undoFailed', {
              defaultMessage: 'Unable to undo the change',
            }),
        error,
      ),
  });
}
