import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { EndpointAnswer, EndpointInput, EndpointName, LinesResponse } from '../../common/api.ts';
import type { Reference } from '../../common/documents/reference.ts';
import { useServices } from '../app/services.ts';
import { useTime } from '../time/time_context.tsx';
import { isLocalRefusal } from './local_refusal.ts';

/** An answer that is on its way, here, or did not come. While a newer one is fetched, the last one stays. */
export type Answer<T> = Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'isFetching'>;

/**
 * Asks the API, and asks again with every refresh of the page. While nobody answers, the last answer stays.
 *
 * Give the component a `key` where another id means another thing: the last answer stays until the next one is here.
 *
 * @param input - undefined: there is nothing to ask yet.
 * @param options.isCostly - It is not asked again before something else is to be asked.
 * @example
 * const anomalies = useAnswer('anomalies', { query: { ...range, size: 100 } });
 */
export function useAnswer<N extends EndpointName>(
  name: N,
  input: EndpointInput<N> | undefined,
  { isCostly = false }: { readonly isCostly?: boolean } = {},
): Answer<EndpointAnswer<N>> {
  const { api } = useServices();
  const { tick } = useTime();
  const client = useQueryClient();
  const question = {
    queryKey: isCostly ? [name, input] : [name, input, tick],
    queryFn: ({ signal }: { signal?: AbortSignal }) => api.call(name, input!, signal),
  };
  // The query itself asks when all of the page is drawn. Asked now, the answer is on its way meanwhile.
  if (input !== undefined && !client.getQueryState(question.queryKey)) void client.prefetchQuery(question);
  const { data, error, isFetching } = useQuery<EndpointAnswer<N>, Error>({
    ...question,
    enabled: input !== undefined,
  });
  // Each refresh is another query, which at first knows nothing of what the one before met.
  const last = useRef<Pick<Answer<EndpointAnswer<N>>, 'data' | 'error'>>({ data, error });
  if (data !== undefined) last.current = { data, error: null };
  else if (error) last.current = { data: isLocalRefusal(error) ? undefined : last.current.data, error };
  return { ...last.current, isFetching };
}

/** Reads log lines as the current user. Lines do not change, so they are read once. */
export function useLines(references: readonly Reference[]): Answer<LinesResponse> {
  const { api } = useServices();
  return useQuery<LinesResponse, Error>({
    queryKey: ['lines', references],
    queryFn: ({ signal }) =>
      references.length === 0
        ? Promise.resolve({ lines: [], missing: [] })
        : api.lines({ references: [...references] }, signal),
  });
}
