import { countOf } from '../../../common/format_quantity.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import { compareText } from '../../../common/compare_text.ts';
import type { FailedRequest } from './request_story.ts';

/** Failed requests that broke first at the same place. */
export interface FailureGroup {
  readonly service: string;
  readonly template_id?: string;
  readonly request_count: number;
  /** The other services of these requests, those in most requests first. */
  readonly services: readonly string[];
  /** Milliseconds since the epoch: the earliest and the latest first error. */
  readonly first: number;
  readonly last: number;
  /** Some of the requests, newest first. */
  readonly request_ids: readonly string[];
}

/** Enough to look into; the rest is found by service and template. */
const MAX_REQUEST_IDS = 5;

/** A line of a terminal holds no more names. */
const MAX_NAMED_SERVICES = 5;

/** Groups failed requests by the service and the template of their first error, the largest group first. */
export function summarizeFailures(failed: Iterable<FailedRequest>): readonly FailureGroup[] {
  const groups = new Map<string, FailedRequest[]>();
  for (const request of failed) {
    const { service, template_id } = request.first_error;
    const key = JSON.stringify([service, template_id]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [request]);
    else group.push(request);
  }
  return [...groups.values()].map(groupOf).sort(compareGroups);
}

/**
 * A group in one line.
 *
 * @param text - The text of its template, where known.
 * @example
 * describeFailures(group, 'Failed to connect to <target>')
 * // '18 requests failed first in inventory: "Failed to connect to <target>" → checkout, gateway'
 */
export function describeFailures(group: FailureGroup, text: string | undefined): string {
  const what = text ?? group.template_id;
  return [
    `${countOf(group.request_count, 'request')} failed first in ${group.service}`,
    what === undefined ? '' : `: "${excerptOf(what)}"`,
    group.services.length === 0 ? '' : ` → ${listText(group.services)}`,
  ].join('');
}

function listText(services: readonly string[]): string {
  const more = services.length - MAX_NAMED_SERVICES;
  const named = services.slice(0, MAX_NAMED_SERVICES).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function groupOf(requests: readonly FailedRequest[]): FailureGroup {
  const { service, template_id } = requests[0]!.first_error;
  const requests_of = new Map<string, number>();
  for (const { hops } of requests) {
    for (const hop of hops) requests_of.set(hop.service, (requests_of.get(hop.service) ?? 0) + 1);
  }
  requests_of.delete(service);
  const times = requests.map(({ first_error }) => first_error.timestamp);
  return {
    service,
    ...(template_id === undefined ? {} : { template_id }),
    request_count: requests.length,
    services: [...requests_of].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([name]) => name),
    first: times.reduce((a, b) => Math.min(a, b)),
    last: times.reduce((a, b) => Math.max(a, b)),
    request_ids: newestFirst(requests).slice(0, MAX_REQUEST_IDS),
  };
}

function newestFirst(requests: readonly FailedRequest[]): readonly string[] {
  return [...requests]
    .sort((a, b) => b.start - a.start || compareText(a.request_id, b.request_id))
    .map(({ request_id }) => request_id);
}

function compareGroups(a: FailureGroup, b: FailureGroup): number {
  return (
    b.request_count - a.request_count ||
    compareText(a.service, b.service) ||
    compareText(a.template_id ?? '', b.template_id ?? '')
  );
}
