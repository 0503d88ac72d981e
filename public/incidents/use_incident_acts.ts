import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Incident } from '../../common/api.ts';
import type { ApiClient } from '../api/api_client.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';

/** Somebody does something with an incident. What is shown changes once it is written. */
function useAct<T>({
  write,
  failed,
}: {
  readonly write: (api: ApiClient, what: T) => Promise<Incident>;
  readonly failed: () => string;
}) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<Incident, Error, T>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: (what) => write(api, what),
    onSuccess: () =>
      Promise.all([client.invalidateQueries(['incidents']), client.invalidateQueries(['incident'])]),
    onError: (error) => notify.failure(failed(), error),
  });
}

/** Says that somebody looks after an incident, or takes that back. */
export function useAcknowledgement(id: string) {
  return useAct<boolean>({
    write: (api, acknowledged) => api.call('acknowledge_incident', { id, body: { acknowledged } }),
    failed: () =>
      translate('logAi.incidents.acknowledgeFailed', { defaultMessage: 'Unable to change the incident' }),
  });
}

/** Writes a note about an incident. */
export function useNewNote(id: string) {
  return useAct<string>({
    write: (api, text) => api.call('note_incident', { id, body: { text } }),
    failed: () => translate('logAi.incidents.noteFailed', { defaultMessage: 'Unable to save the note' }),
  });
}
