import { useMemo } from 'react';
import type { Template } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useAnswer } from './use_answer.ts';

/** The templates behind ids that other records hold, by the id that was asked for or lives on. */
export function useTemplates(ids: readonly (string | undefined)[]): ReadonlyMap<string, Template> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== undefined))]
    .sort()
    .slice(0, API_LIMITS.ids);
  const { data } = useAnswer(
    'templates',
    wanted.length === 0 ? undefined : { query: { ids: wanted, size: API_LIMITS.ids } },
  );
  return useMemo(() => {
    const templates = new Map(data?.templates.map((template) => [template.id, template]));
    for (const [id, live] of Object.entries(data?.merged ?? {})) {
      const template = templates.get(live);
      if (template) templates.set(id, template);
    }
    return templates;
  }, [data]);
}
