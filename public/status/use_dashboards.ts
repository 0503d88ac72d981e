import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedObjectsResponse, SavedObjectStep } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';

const KEY = ['saved_objects'];

/** How the dashboards of this space stand. Nobody but people changes that: it is asked once. */
export function useDashboards(): Answer<SavedObjectsResponse> {
  const { api } = useServices();
  return useQuery<SavedObjectsResponse, Error>({
    queryKey: KEY,
    queryFn: ({ signal }) => api.savedObjects('get', { signal }),
    // Whoever comes back may have saved a dashboard meanwhile.
    staleTime: 0,
  });
}

export type DashboardsWork = 'install' | 'remove';

const TOLD: Readonly<Record<DashboardsWork, { readonly done: () => string; readonly failed: () => string }>> =
  {
    install: {
      done: () =>
        translate('logAi.status.dashboards.installDone', { defaultMessage: 'Dashboards installed' }),
      failed: () =>
        translate('logAi.status.dashboards.installFailed', {
          defaultMessage: 'Could not install the dashboards',
        }),
    },
    remove: {
      done: () => translate('logAi.status.dashboards.removeDone', { defaultMessage: 'Dashboards removed' }),
      failed: () =>
        translate('logAi.status.dashboards.removeFailed', {
          defaultMessage: 'Could not remove the dashboards',
        }),
    },
  };

/** What users changed, or use elsewhere, is left alone on purpose. */
function isRefused({ action, state, type }: SavedObjectStep, work: DashboardsWork): boolean {
  if (action !== 'skip' || state === 'changed' || state === 'newer') return false;
  return work === 'install' || type === 'dashboard';
}

/** Puts the dashboards into this space, or takes them out. */
export function useDashboardsWork() {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<
    SavedObjectsResponse,
    Error,
    { readonly work: DashboardsWork; readonly overwrite: boolean }
  >({
    networkMode: 'always',
    mutationFn: ({ work, overwrite }) =>
      api.savedObjects(work === 'install' ? 'post' : 'delete', { overwrite }),
    onSuccess: async ({ objects }, { work }) => {
      const refused = objects.find((one) => isRefused(one, work));
      if (refused) notify.failure(TOLD[work].failed(), `${refused.title}: ${refused.reason ?? ''}`);
      else notify.success(TOLD[work].done());
      await client.invalidateQueries(KEY);
    },
    onError: (error, { work }) => notify.failure(TOLD[work].failed(), error),
  });
}
