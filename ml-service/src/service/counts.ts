import { API_LIMITS, type CountSplit } from '../../../common/api.ts';
import { OPERATOR } from '../../../common/api/caller.ts';
import type { HttpServices } from '../ports/api.ts';
import type { CountFilter, RecordStore } from '../ports/records.ts';
import {
  countBuckets,
  countSeries,
  largestKinds,
  type LineCount,
  type LineKind,
} from '../store/count_series.ts';
import type { MergedIds } from '../store/merged_ids.ts';
import type { ServiceParts } from './service_parts.ts';

/** What is asked of the counts. */
interface Question {
  readonly records: RecordStore;
  readonly merged: MergedIds;
  readonly filter: CountFilter;
  readonly split: readonly CountSplit[];
  readonly interval_ms: number;
}

/** How many lines there were, and when. */
export function countServices({
  records,
  templates,
}: Pick<ServiceParts, 'records' | 'templates'>): Pick<HttpServices, 'counts'> {
  return {
    async counts({ query }, { data_streams } = OPERATOR) {
      const merged = await templates.mergedIds();
      const buckets = countBuckets({
        from: Date.parse(query.from),
        to: Date.parse(query.to),
        most: query.buckets,
      });
      const { start, interval_ms, size } = buckets;
      const range = { from: start, to: Date.parse(query.to) };
      const filter = {
        range,
        template_ids: query.template_id?.flatMap((id) => merged.idsOf(id)),
        services: query.service === undefined ? undefined : [query.service],
        level: query.level,
        data_streams,
      };
      const question = { records, merged, filter, split: [...new Set(query.split)], interval_ms };
      const [begins, { kinds, rows, is_truncated }] = await Promise.all([
        records.countedIntervals({ range, interval_ms, data_streams }),
        countKinds(question),
      ]);
      const counted = new Set(begins);
      return {
        start: new Date(start).toISOString(),
        interval_ms,
        known: Array.from({ length: size }, (_, bucket) => counted.has(start + bucket * interval_ms)),
        series: countSeries({ rows, kinds, buckets }),
        is_truncated,
      };
    },
  };
}

/**
 * Counts over time of the largest kinds. Templates and services can be thousands: which are the largest is asked first,
 * without time, so that only theirs are read bucket by bucket.
 */
async function countKinds(
  question: Question,
): Promise<{ kinds: readonly LineKind[]; rows: readonly LineCount[]; is_truncated: boolean }> {
  const { filter, split, interval_ms } = question;
  if (isOfFewKinds(question)) {
    const rows = await readLines(question, { ...filter, interval_ms });
    // Asked for all lines together, none at all is an answer, too.
    const kinds = split.length === 0 ? [{}] : largestKinds(rows, API_LIMITS.series).kinds;
    return { kinds, rows, is_truncated: false };
  }
  const { kinds, is_truncated } = largestKinds(await readLines(question, filter), API_LIMITS.series);
  const narrowed = is_truncated ? narrowTo(kinds, question) : filter;
  const rows = kinds.length === 0 ? [] : await readLines(question, { ...narrowed, interval_ms });
  return { kinds, rows, is_truncated };
}

/** Levels are nine, and ids that are asked for are at most a hundred: all of these fit into an answer. */
function isOfFewKinds({ split, filter }: Question): boolean {
  const isFew = { level: true, template: filter.template_ids, service: filter.services };
  return split.every((by) => isFew[by]);
}

function narrowTo(kinds: readonly LineKind[], { filter, split, merged }: Question): CountFilter {
  return split.includes('template')
    ? {
        ...filter,
        template_ids: [...new Set(kinds.flatMap(({ template_id }) => merged.idsOf(template_id!)))],
      }
    : { ...filter, services: [...new Set(kinds.map(({ service }) => service!))] };
}

/** Sums, each template under the id that stands for it now. */
async function readLines(
  { records, merged, split }: Question,
  filter: CountFilter & { interval_ms?: number },
): Promise<LineCount[]> {
  const sums = await records.sumLines({ ...filter, split });
  return sums.map((sum) =>
    sum.template_id === undefined ? sum : { ...sum, template_id: merged.liveOf(sum.template_id) },
  );
}
