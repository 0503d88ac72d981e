import { useMemo } from 'react';
import type { CountsResponse } from '../../common/api.ts';
import { serviceNamesIn } from './service_names.ts';
import { type Answer, useAnswer } from './use_answer.ts';
import { useTime } from '../time/time_context.tsx';

/** Lines of each service in the chosen time. */
export function useServiceCounts(): Answer<CountsResponse> {
  const { range } = useTime();
  // Buckets begin at multiples of their length: few would reach far beyond the chosen time.
  return useAnswer('counts', { query: { ...range, split: ['service'], buckets: 60 } });
}

/** Services to choose from: those with lines in the chosen time, and the one that is chosen. */
export function useServiceNames(chosen: string | undefined): readonly string[] {
  const { data } = useServiceCounts();
  const names = useMemo(() => JSON.stringify(serviceNamesIn(data?.series ?? [], chosen)), [data, chosen]);
  // The same names are the same list, however often they are asked for.
  return useMemo(() => JSON.parse(names) as string[], [names]);
}
