import { useMemo } from 'react';
import { useAnswer } from './use_answer.ts';
import { useTime } from '../time/time_context.tsx';

/** Buckets begin at multiples of their length: few would reach far beyond the chosen time. */
export const SERVICE_BUCKETS = 60;

/** Services to choose from: those with lines in the chosen time, and the one that is chosen. */
export function useServiceNames(chosen: string | undefined): readonly string[] {
  const { range } = useTime();
  const { data } = useAnswer('counts', { query: { ...range, split: ['service'], buckets: SERVICE_BUCKETS } });
  const names = useMemo(() => {
    const found = new Set((data?.series ?? []).flatMap(({ service }) => service ?? []));
    if (chosen !== undefined) found.add(chosen);
    return JSON.stringify([...found].sort((a, b) => a.localeCompare(b)));
  }, [data, chosen]);
  // The same names are the same list, however often they are asked for.
  return useMemo(() => JSON.parse(names) as string[], [names]);
}
