import { failureOf } from '../../common/failure_of.ts';
import type { FailedRequest } from '../../common/api.ts';
import type { TimeRange } from '../time/time_selection.ts';
import type { FailureFilter } from './list_state.ts';

/** Requests that failed first at the same place. */
export interface FailureGroup {
  readonly service: string;
  /** Absent where the first error has no template. */
  readonly template_id?: string;
  readonly count: number;
  /** Of all requests that were grouped, 0 to 1. */
  readonly share: number;
  /** Requests over time, by their start. */
  readonly counts: readonly number[];
}

export interface FailureGroups {
  /** The largest first. */
  readonly groups: readonly FailureGroup[];
  /** Whether requests of a bucket can be among those that were grouped: the API gives the newest. */
  readonly known: readonly boolean[];
}

/** The live id of a template: records keep the id that they were written with. */
export type LiveId = (template_id: string) => string;

function placeOf(request: FailedRequest, liveId: LiveId): Pick<FailureGroup, 'service' | 'template_id'> {
  const { service, template_id } = failureOf(request);
  return { service, ...(template_id !== undefined && { template_id: liveId(template_id) }) };
}

/** Groups failed requests by the service and the template of their first error. */
export function failureGroups({
  requests,
  range,
  buckets,
  is_truncated,
  liveId,
}: {
  readonly requests: readonly FailedRequest[];
  readonly range: TimeRange;
  readonly buckets: number;
  /** More requests failed than these, which are the newest. */
  readonly is_truncated: boolean;
  readonly liveId: LiveId;
}): FailureGroups {
  const from = Date.parse(range.from);
  const size = (Date.parse(range.to) - from) / buckets;
  const bucketOf = (time: string) =>
    Math.min(buckets - 1, Math.max(0, Math.floor((Date.parse(time) - from) / size)));
  const groups = new Map<string, FailureGroup & { count: number; counts: number[] }>();
  for (const request of requests) {
    const place = placeOf(request, liveId);
    const key = JSON.stringify([place.service, place.template_id]);
    let group = groups.get(key);
    if (!group) {
      group = { ...place, count: 0, share: 0, counts: Array.from({ length: buckets }, () => 0) };
      groups.set(key, group);
    }
    group.count += 1;
    group.counts[bucketOf(request.event.start)]! += 1;
  }
  const oldest = requests.reduce((first, { event }) => (event.start < first ? event.start : first), range.to);
  const first_known = is_truncated ? bucketOf(oldest) : 0;
  return {
    groups: [...groups.values()]
      .map((group) => ({ ...group, share: group.count / requests.length }))
      .sort((a, b) => b.count - a.count || (a.service < b.service ? -1 : 1)),
    known: Array.from({ length: buckets }, (_, index) => index >= first_known),
  };
}

/** Whether a request failed where the filter says. */
export function failedAt(request: FailedRequest, filter: FailureFilter, liveId: LiveId): boolean {
  const place = placeOf(request, liveId);
  if (filter.service !== undefined && filter.service !== place.service) return false;
  if (filter.template === undefined) return true;
  return filter.template === 'none'
    ? place.template_id === undefined
    : place.template_id === liveId(filter.template.id);
}

/** Whether a filter means exactly this group. */
export function isGroupOf(
  group: FailureGroup,
  { service, template }: FailureFilter,
  liveId: LiveId,
): boolean {
  if (service !== group.service || template === undefined) return false;
  return template === 'none' ? group.template_id === undefined : group.template_id === liveId(template.id);
}

/** Ids of the templates of first errors, the most frequent first. */
export function errorTemplateIds(requests: readonly FailedRequest[]): string[] {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const { template_id } = failureOf(request);
    if (template_id !== undefined) counts.set(template_id, (counts.get(template_id) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}
