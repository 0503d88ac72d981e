import { useMemo } from 'react';
import type { Template } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useTime } from '../time/time_context.tsx';

/** Services to choose from: those with lines in the chosen time, those of what is shown, and the one that is chosen. */
export function useServiceNames({
  templates,
  service,
}: {
  readonly templates: readonly Template[] | undefined;
  readonly service: string | undefined;
}): readonly string[] {
  const { range } = useTime();
  const { data } = useAnswer('counts', { query: { ...range, split: ['service'], buckets: 1 } });
  const names = useMemo(() => {
    const found = [
      ...(data?.series ?? []).flatMap((series) => series.service ?? []),
      ...(templates ?? []).flatMap((template) => template.services),
      ...(service === undefined ? [] : [service]),
    ];
    return JSON.stringify([...new Set(found)].sort((a, b) => a.localeCompare(b)));
  }, [data, templates, service]);
  // The same names are the same list, however often they are asked for.
  return useMemo(() => JSON.parse(names) as string[], [names]);
}
