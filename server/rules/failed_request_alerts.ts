import * as z from 'zod';
import { storyQuery } from '../../common/discover/log_queries.ts';
import { RequestDocument } from '../../common/documents/request_document.ts';
import { readerOf } from '../../common/api/reader_of.ts';
import { excerptOf } from '../../common/excerpt.ts';
import { countOf } from '../../common/format_quantity.ts';
import { INDICES } from '../../common/indices.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/minutes.ts';
import type { FailedRequestsRuleParams } from '../../common/rules/rule_params.ts';
import { ACTION_GROUPS } from '../../common/rules/action_groups.ts';
import type { AlertContext } from '../../common/rules/rule_variables.ts';
import type { Alert, EndedAlert, RulePlace } from './alert.ts';
import { linesUrl, pageUrl } from './alert_links.ts';

/**
 * Failed requests as alerts: one for each service in which they failed first and the template of their first error, counted
 * by the moment of detection (`event.created`).
 */

/** The latest request of a group, as far as alerts speak of it. */
const LatestRequest = RequestDocument.pick({
  request_id: true,
  request_ids: true,
  event: true,
  data_streams: true,
});
const Bucket = z.object({
  key: z.object({ service: z.string(), template: z.string().nullable() }),
  doc_count: z.number(),
  latest: z.object({
    hits: z.object({
      hits: z.array(z.object({ _source: readerOf(LatestRequest, { unknown_keys: 'strip' }) })),
    }),
  }),
});
const Groups = z.object({
  groups: z.object({
    buckets: z.array(Bucket),
    after_key: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** Requests that failed alike. */
export interface FailureGroup {
  readonly service: string;
  readonly template_id: string | undefined;
  readonly count: number;
  readonly latest: z.infer<typeof LatestRequest>;
}

/** What ended longer before it was detected, after a pause or by a backfill, alerts nobody: as anomalies, by default. */
const LATE_MS = HOUR_MS;

/** Groups on one page. */
const PAGE_SIZE = 500;
/** More kinds of failures in one window nobody is told of one by one. */
export const MOST_GROUP_PAGES = 10;

/**
 * @param after - The key of the last group of the page before.
 * @param now - When the run began, milliseconds since the epoch.
 */
export function failuresRequest({
  params: { services, window_minutes },
  now,
  after,
}: {
  readonly params: FailedRequestsRuleParams;
  readonly now: number;
  readonly after?: Readonly<Record<string, unknown>> | undefined;
}): Record<string, unknown> {
  const since = now - window_minutes * MINUTE_MS;
  const [gt, in_time] = [since, since - LATE_MS].map((time) => new Date(time).toISOString());
  return {
    index: INDICES.requests.name,
    size: 0,
    query: {
      bool: {
        filter: [
          { range: { 'event.created': { gt } } },
          { range: { 'event.end': { gt: in_time } } },
          // Of an older version they have no outcome: they failed.
          { bool: { must_not: [{ term: { outcome: 'degraded' } }] } },
          ...(services.length > 0 ? [{ terms: { 'first_error.service': services } }] : []),
        ],
      },
    },
    aggs: {
      groups: {
        composite: {
          size: PAGE_SIZE,
          sources: [
            { service: { terms: { field: 'first_error.service' } } },
            { template: { terms: { field: 'first_error.template_id', missing_bucket: true } } },
          ],
          ...(after && { after }),
        },
        aggs: {
          latest: {
            top_hits: {
              size: 1,
              sort: [{ 'event.created': 'desc' }],
              _source: Object.keys(LatestRequest.shape),
            },
          },
        },
      },
    },
  };
}

/** A page of {@link failuresRequest}: those groups that are large enough, and where the next page begins. */
export function readFailures(
  aggregations: unknown,
  { min_requests }: FailedRequestsRuleParams,
): { readonly groups: readonly FailureGroup[]; readonly after: Record<string, unknown> | undefined } {
  if (aggregations === undefined) return { groups: [], after: undefined };
  const { buckets, after_key } = Groups.parse(aggregations).groups;
  const groups = buckets
    .filter(({ doc_count }) => doc_count >= min_requests)
    .map(({ key, doc_count, latest }) => ({
      service: key.service,
      template_id: key.template ?? undefined,
      count: doc_count,
      latest: latest.hits.hits[0]!._source,
    }));
  return { groups, after: buckets.length < PAGE_SIZE ? undefined : after_key };
}

/** What a rule of failed requests remembers from run to run: its alerts. */
const FailedRequestsRuleState = z.object({
  alerts: z.record(z.string(), z.object({ service: z.string(), template_id: z.string().optional() })),
});
type FailedRequestsRuleState = z.infer<typeof FailedRequestsRuleState>;

export function readFailuresState(state: unknown): FailedRequestsRuleState {
  return FailedRequestsRuleState.safeParse(state).data ?? { alerts: {} };
}

const idOf = ({ service, template_id }: Pick<FailureGroup, 'service' | 'template_id'>) =>
  `${service}:${template_id ?? 'no template'}`;

/** Those for which there is room: what is told already stays, of the others those with most requests come first. */
export function groupsWithRoom({
  groups,
  state,
  room,
}: {
  readonly groups: readonly FailureGroup[];
  readonly state: FailedRequestsRuleState;
  readonly room: number;
}): readonly FailureGroup[] {
  const isTold = (group: FailureGroup) => Number(Object.hasOwn(state.alerts, idOf(group)));
  return [...groups].sort((a, b) => isTold(b) - isTold(a) || b.count - a.count).slice(0, room);
}

/** The alerts of this run, those that ended, and what the next one has to know. */
export function failureAlerts({
  groups,
  texts,
  params,
  state,
  place,
}: {
  readonly groups: readonly FailureGroup[];
  /** By id, the text of the templates. */
  readonly texts: ReadonlyMap<string, string>;
  readonly params: FailedRequestsRuleParams;
  readonly state: FailedRequestsRuleState;
  readonly place: RulePlace;
}): { alerts: readonly Alert[]; ended: readonly EndedAlert[]; state: FailedRequestsRuleState } {
  const alerts = groups.map((group) => ({
    id: idOf(group),
    group: ACTION_GROUPS.failed_requests[0].id,
    context: contextOf({ group, texts, params, place }),
  }));
  const ids = new Set(alerts.map(({ id }) => id));
  const { min_requests, window_minutes } = params;
  const ended = Object.entries(state.alerts)
    .filter(([id]) => !ids.has(id))
    .map(([id, { service, template_id }]) => ({
      id,
      context: {
        reason: `${service}: fewer than ${countOf(min_requests, 'failed request')} of this kind in ${window_minutes} min.`,
        status: 'resolved',
        service,
        ...(template_id !== undefined && { template_id }),
      },
    }));
  return {
    alerts,
    ended,
    state: {
      alerts: Object.fromEntries(
        groups.map(({ service, template_id }) => [
          idOf({ service, template_id }),
          { service, ...(template_id !== undefined && { template_id }) },
        ]),
      ),
    },
  };
}

function contextOf({
  group: { service, template_id, count, latest },
  texts,
  params,
  place,
}: {
  readonly group: FailureGroup;
  readonly texts: ReadonlyMap<string, string>;
  readonly params: FailedRequestsRuleParams;
  readonly place: RulePlace;
}): AlertContext {
  const { request_id, request_ids, event, data_streams } = latest;
  const text = template_id === undefined ? undefined : texts.get(template_id);
  const first = text === undefined ? '' : `, first "${text}"`;
  return {
    reason: `${service}: ${countOf(count, 'failed request')} in ${params.window_minutes} min${first}.`,
    status: 'active',
    service,
    ...(template_id !== undefined && { template_id }),
    ...(text !== undefined && { template_text: text }),
    count,
    request_id,
    start: event.start,
    detected: event.created,
    url: pageUrl({
      place,
      view: 'requests',
      open: { request: request_id },
      range: event,
    }),
    discover_url: linesUrl({ place, lines: storyQuery({ request_id, request_ids, ...event }), data_streams }),
  };
}

const TemplateText = z.object({ id: z.string(), text: z.string() });
/** The parts of a template that are asked for. */
export const TEMPLATE_PARTS = Object.keys(TemplateText.shape);

export function readTemplateTexts(sources: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    sources.flatMap((source) => {
      const { data } = TemplateText.safeParse(source);
      return data ? [[data.id, excerptOf(data.text)] as const] : [];
    }),
  );
}
