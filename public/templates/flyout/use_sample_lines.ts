import { useQuery } from '@tanstack/react-query';
import type { LinesResponse } from '../../../common/api.ts';
import type { Answer } from '../../api/use_answer.ts';
import { useServices } from '../../app/services.ts';
import { useTime } from '../../time/time_context.tsx';
import type { TimeRange } from '../../time/time_selection.ts';

/** The newest lines of a template in a range, as the current user may see them. They do not change: they are read once. */
export function useSampleLines({
  id,
  range,
  size,
}: {
  readonly id: string;
  readonly range: TimeRange;
  readonly size: number;
}): Answer<LinesResponse> {
  const { api } = useServices();
  const { refresh_ms } = useTime().selection;
  return useQuery<LinesResponse, Error>({
    queryKey: ['sample_lines', id, range, size],
    queryFn: async ({ signal }) => {
      const { references } = await api.call('samples', { id, query: { ...range, size } }, signal);
      return references.length === 0 ? { lines: [], missing: [] } : api.lines({ references }, signal);
    },
    refetchInterval: (_, { state }) => (state.status === 'error' && refresh_ms > 0 ? refresh_ms : false),
  });
}
