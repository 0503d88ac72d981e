import { useMemo, useRef } from 'react';
import type { Template } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { wholeBuckets } from '../charts/whole_buckets.ts';
import { useTime } from '../time/time_context.tsx';
import { emptyTrend, type Trend, trendsOf } from './trends.ts';
import { useSettled } from './use_settled.ts';

/** While somebody types, the texts have the way to Elasticsearch for themselves. */
const AFTER_MS = 250;
/** Bars of a sparkline. */
const BUCKETS = 30;

/** What is known of the lines of templates in the chosen time. */
export interface Trends {
  readonly known: readonly boolean[];
  /** Undefined while it is not known. */
  readonly of: (id: string) => Trend | undefined;
}

/** The lines of the templates of a page over the chosen time, in one question. */
export function useTrends(templates: readonly Template[] | undefined): Trends {
  const { range } = useTime();
  const shown = useMemo(() => (templates ?? []).map(({ id }) => id).sort(), [templates]).join('\n');
  const settled = useSettled(shown, AFTER_MS) || shown;
  const ids = useMemo(() => (settled === '' ? [] : settled.split('\n')), [settled]);
  const { data } = useAnswer(
    'counts',
    ids.length === 0
      ? undefined
      : { query: { ...range, template_id: ids, split: ['template', 'level'], buckets: BUCKETS } },
  );
  // The last answer stays until the next one is here: it is one about the templates that were shown then.
  const answered = useRef({ data, ids });
  if (answered.current.data !== data) answered.current = { data, ids };
  const about = answered.current.ids;
  return useMemo(() => {
    if (!data) return { known: [], of: () => undefined };
    const trends = trendsOf(data, ({ template_id }) => template_id);
    const none = emptyTrend(data.known.length);
    const covered = new Set(about);
    return {
      known: wholeBuckets(data, range.to).known,
      of: (id) => trends.get(id) ?? (covered.has(id) ? none : undefined),
    };
  }, [data, about, range.to]);
}
