import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Incident } from '../../common/api.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';

/** What people do with an incident. What is shown changes once it is written. */
export function useIncidentActs(id: string) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  const shown = () =>
    Promise.all([client.invalidateQueries(['incidents']), client.invalidateQueries(['incident'])]);
  const acknowledge = useMutation<Incident, Error, boolean>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: (acknowledged) => api.call('acknowledge_incident', { id, body: { acknowledged } }),
    onSuccess: shown,
    onError: (error) =>
      notify.failure(
        translate('logAi.incidents.acknowledgeFailed', { defaultMessage: 'Unable to change the incident' }),
        error,
      ),
  });
  const note = useMutation<Incident, Error, string>({
    networkMode: 'always',
    mutationFn: (text) => api.call('note_incident', { id, body: { text } }),
    onSuccess: shown,
    onError: (error) =>
      notify.failure(
        translate('logAi.incidents.noteFailed', { defaultMessage: 'Unable to save the note' }),
        error,
      ),
  });
  return { acknowledge, note };
}
