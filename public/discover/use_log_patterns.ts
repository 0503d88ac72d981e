import { useQuery } from '@tanstack/react-query';
import { useServices } from '../app/services.ts';

/** What the service reads by its configuration; undefined until it is known. It is asked once. */
export function useLogPatterns(): readonly string[] | undefined {
  const { api } = useServices();
  const { data } = useQuery<readonly string[] | undefined, Error>({
    queryKey: ['log_patterns'],
    queryFn: async ({ signal }) => (await api.call('status', {}, signal)).log_patterns ?? [],
    cacheTime: Infinity,
  });
  return data?.length === 0 ? undefined : data;
}
