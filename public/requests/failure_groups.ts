import { failureOf } from '../../common/failure_of.ts';
import type { FailedRequest, RequestCount, RequestCountsResponse } from '../../common/api.ts';
import type { TimeRange } from '../time/time_selection.ts';
import type { FailureFilter } from './list_state.ts';

/** Requests that failed first at the same place. */
export interface FailureGroup {
  readonly service: string;
  /** Absent where the first error has no template. */
  readonly template_id?: string;
  readonly count: number;
  /** Of all requests, 0 to 1. */
  readonly share: number;
  /** Those of them that are listed, over time, by their start. */
  readonly counts: readonly number[];
}

export interface FailureGroups {
  /** The largest first. */
  readonly groups: readonly FailureGroup[];
  /** Whether requests of a bucket can be among those that are listed: the API gives the newest. */
  readonly known: readonly boolean[];
}

/** Requests of one path: that ask for the same. */
export interface PathGroup {
  readonly service: string;
  readonly template_id?: string;
  readonly count: number;
  /** Of all requests, 0 to 1. */
  readonly share: number;
}

/** The live id of a template: records keep the id that they were written with. */
export type LiveId = (template_id: string) => string;

function placeOf(request: FailedRequest, liveId: LiveId): Pick<FailureGroup, 'service' | 'template_id'> {
  const { service, template_id } = failureOf(request);
  return { service, ...(template_id !== undefined && { template_id: liveId(template_id) }) };
}

/** Groups failed requests by the service and the template of their first error: all of them, with the trend of those that are listed. */
export function failureGroups({
  counted,
  requests,
  range,
  buckets,
  is_truncated,
  liveId,
}: {
  readonly counted: RequestCountsResponse;
  readonly requests: readonly FailedRequest[];
  readonly range: TimeRange;
  readonly buckets: number;
  /** More requests failed than those that are listed, which are the newest. */
  readonly is_truncated: boolean;
  readonly liveId: LiveId;
}): FailureGroups {
  const from = Date.parse(range.from);
  const size = (Date.parse(range.to) - from) / buckets;
  const bucketOf = (time: string) =>
    Math.min(buckets - 1, Math.max(0, Math.floor((Date.parse(time) - from) / size)));
  const trends = new Map<string, number[]>();
  for (const request of requests) {
    const key = keyOf(placeOf(request, liveId));
    let trend = trends.get(key);
    if (!trend) trends.set(key, (trend = Array.from({ length: buckets }, () => 0)));
    trend[bucketOf(request.event.start)]! += 1;
  }
  const oldest = requests.reduce((first, { event }) => (event.start < first ? event.start : first), range.to);
  const first_known = is_truncated ? bucketOf(oldest) : 0;
  return {
    groups: groupsBy(counted, (one) => one).map((group) => ({
      ...group,
      counts: trends.get(keyOf(group)) ?? Array.from({ length: buckets }, () => 0),
    })),
    known: Array.from({ length: buckets }, (_, index) => index >= first_known),
  };
}

/** Groups requests by what they asked for, as far as that is known. */
export function pathGroups(counted: RequestCountsResponse): readonly PathGroup[] {
  return groupsBy(counted, ({ path }) => path);
}

type Place = Pick<RequestCount, 'service' | 'template_id'>;

const keyOf = ({ service, template_id }: Place) => JSON.stringify([service, template_id]);

function groupsBy(
  { total, counts }: RequestCountsResponse,
  placeIn: (counted: RequestCount) => Place | undefined,
): readonly PathGroup[] {
  const groups = new Map<string, PathGroup>();
  for (const counted of counts) {
    const { service, template_id } = placeIn(counted) ?? {};
    if (service === undefined) continue;
    const key = keyOf({ service, template_id });
    const count = counted.count + (groups.get(key)?.count ?? 0);
    groups.set(key, {
      service,
      ...(template_id !== undefined && { template_id }),
      count,
      share: count / total,
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.service < b.service ? -1 : 1));
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

/** Ids of the templates of first errors and of paths, the most frequent first. */
export function namedTemplateIds(
  requests: readonly FailedRequest[],
  { counts }: Pick<RequestCountsResponse, 'counts'> = { counts: [] },
): string[] {
  const named = new Map<string, number>();
  const name = (template_id: string | undefined, count: number) => {
    if (template_id !== undefined) named.set(template_id, (named.get(template_id) ?? 0) + count);
  };
  for (const request of requests) name(failureOf(request).template_id, 1);
  for (const { template_id, path, count } of counts) {
    name(template_id, count);
    name(path?.template_id, count);
  }
  return [...named].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}
