import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EndpointInput, Expectation } from '../../common/api.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';

/** What is read anew when somebody says what is expected, or takes it back. */
export const CHANGED_BY_EXPECTATION = [
  'expectations',
  'anomalies',
  'anomaly',
  'incidents',
  'incident',
] as const;

/** What is shown changes once it is written. */
function useChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(CHANGED_BY_EXPECTATION.map((name) => client.invalidateQueries([name])));
}

/** Says something in advance; a blank note is none. @param then - Called when it is written. */
export function useExpect(then: () => void) {
  const { api, notify } = useServices();
  const changed = useChanged();
  return useMutation<Expectation, Error, EndpointInput<'expect'>['body']>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: ({ note = '', ...body }) =>
      api.call('expect', { body: { ...body, ...(note.trim() !== '' && { note }) } }),
    onSuccess: async () => {
      notify.success(translate('logAi.expectations.saved', { defaultMessage: 'Saved' }));
      then();
      await changed();
    },
    onError: (error) =>
      notify.failure(translate('logAi.expectations.saveFailed', { defaultMessage: 'Unable to save' }), error),
  });
}

/** Takes back what was said in advance. */
export function useTakeBack() {
  const { api, notify } = useServices();
  const changed = useChanged();
  return useMutation<Expectation, Error, string>({
    networkMode: 'always',
    mutationFn: (id) => api.call('undo_expectation', { id }),
    onSuccess: async () => {
      notify.success(
        translate('logAi.expectations.takenBack', {
          defaultMessage: 'Taken back. Ongoing anomalies are active again.',
        }),
      );
      await changed();
    },
    onError: (error) =>
      notify.failure(
        translate('logAi.expectations.takeBackFailed', { defaultMessage: 'Unable to take it back' }),
        error,
      ),
  });
}
