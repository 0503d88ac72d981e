import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SeverityLabel } from '../../../common/levels.ts';
import { useServices } from '../../app/services.ts';
import { translate } from '../../kibana/i18n.ts';

/** Says how severe the lines of a template are; undefined takes back what was said last. */
export function useSeverityEdit(template_id: string) {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<unknown, Error, SeverityLabel | undefined>({
    // Offline is told as a failure, not waited out.
    networkMode: 'always',
    mutationFn: async (severity) => {
      if (severity !== undefined)
        return api.call('edit', { body: { kind: 'severity', template_id, severity } });
      const { edits } = await api.call('edits', { query: { template_id } });
      const last = edits.find(({ kind, undone }) => kind === 'severity' && undone === undefined);
      return last && api.call('undo_edit', { id: last.id });
    },
    onSuccess: async () => {
      notify.success(
        translate('logAi.templates.severity.changed', {
          defaultMessage: 'Severity changed. Lines that are stored follow within minutes.',
        }),
      );
      await Promise.all(['template', 'templates', 'edits'].map((name) => client.invalidateQueries([name])));
    },
    onError: (error) =>
      notify.failure(
        translate('logAi.templates.severity.changeFailed', {
          defaultMessage: 'Unable to change the severity',
        }),
        error,
      ),
  });
}
