import type { SharedTraitsQuery } from '../../../common/api.ts';
import { OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { mergeCounts } from '../correlate/request_counts.ts';
import type { HttpServices } from '../ports/api.ts';
import { askedRange, idsToFilterBy } from './query_filters.ts';
import { requestStory } from './request_story.ts';
import type { ServiceParts } from './service_parts.ts';
import { sharedTraits } from './shared_traits.ts';

/** Reading failed requests, what they share, and how any request went. */
export function requestServices(
  parts: Pick<ServiceParts, 'records' | 'logs' | 'templates' | 'courses' | 'now'>,
): Pick<HttpServices, 'requests' | 'request_counts' | 'shared_traits' | 'request'> {
  const { records, templates, now } = parts;
  const asked = async ({ from, to, template_id, filter, ...query }: SharedTraitsQuery) => ({
    ...query,
    range: askedRange({ from, to }, now()),
    template_ids: await idsToFilterBy(templates, template_id),
    filter: readFilter(filter),
  });
  return {
    async requests({ query: { size, outcome, ...query } }, { data_streams } = OPERATOR) {
      const {
        total,
        totals,
        records: requests,
      } = await records.readRequests({
        ...(await asked(query)),
        size,
        outcome,
        data_streams,
      });
      return { total, totals: { ...totals }, requests: [...requests] };
    },
    async request_counts({ query: { outcome, ...query } }, { data_streams } = OPERATOR) {
      const [counted, merged] = await Promise.all([
        records.countRequests({ ...(await asked(query)), outcome, data_streams }),
        templates.mergedIds(),
      ]);
      const total = counted.reduce((sum, { count }) => sum + count, 0);
      return { total, counts: [...mergeCounts(counted, (id) => merged.liveOf(id))] };
    },
    async shared_traits({ query }, caller = OPERATOR, signal) {
      return sharedTraits(await asked(query), { parts, caller, signal });
    },
    request: ({ id }, caller = OPERATOR, signal) => requestStory(id, { parts, caller, signal }),
  };
}
