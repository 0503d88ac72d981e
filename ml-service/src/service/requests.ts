import type { HttpServices } from '../ports/api.ts';
import { OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { askedRange, idsToFilterBy } from './query_filters.ts';
import { requestStory } from './request_story.ts';
import type { ServiceParts } from './service_parts.ts';

/** Reading failed requests, and how any request went. */
export function requestServices(
  parts: Pick<ServiceParts, 'records' | 'logs' | 'templates' | 'courses' | 'now'>,
): Pick<HttpServices, 'requests' | 'request'> {
  const { records, templates, now } = parts;
  return {
    async requests({ query: { from, to, template_id, filter, ...query } }, { data_streams } = OPERATOR) {
      const {
        total,
        totals,
        records: requests,
      } = await records.readRequests({
        ...query,
        range: askedRange({ from, to }, now()),
        template_ids: await idsToFilterBy(templates, template_id),
        filter: readFilter(filter),
        data_streams,
      });
      return { total, totals: { ...totals }, requests: [...requests] };
    },
    request: ({ id }, caller = OPERATOR, signal) => requestStory(id, { parts, caller, signal }),
  };
}
