import type {
  CallNumbers,
  RequestCount,
  RequestCountsResponse,
  RequestOutcome,
  ServiceEdge,
  ServiceMapResponse,
  SharedTraitsResponse,
} from '../../../common/api.ts';
import {
  countOf,
  formatCount,
  formatDuration,
  formatShare,
  formatTimeRange,
} from '../../../common/format_quantity.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import { escapeText } from '../adapters/terminal/escape_text.ts';
import { sharedTraitsTable } from '../adapters/terminal/shared_traits_text.ts';
import { type Column, renderTable } from '../adapters/terminal/table.ts';

/** What failed requests share, line by line. */
export function describeSharedTraits(answer: SharedTraitsResponse): string[] {
  const { traits, verdict, least, from, to, failed_total, failed, others, share } = answer;
  const when = formatTimeRange(from, to);
  if (verdict === 'too_few_failed')
    return [`${when}: ${countOf(failed, 'request')} failed. To compare them takes ${least}.`];
  if (verdict === 'too_few_others')
    return [
      `${when}: ${countOf(others, 'request')} without an error. To compare those that failed with takes ${least}.`,
    ];
  const of_failed = failed < failed_total ? `the newest ${failed} of ${failed_total}` : `${failed}`;
  const of_others = share < 1 ? `${others} (of ${formatShare(share)} of all requests)` : `${others}`;
  return [
    `${when}: ${of_failed} failed requests beside ${of_others} without an error`,
    '',
    ...(traits.length === 0
      ? ['What failed requests had before they failed, others had as often.']
      : sharedTraitsTable(traits, { width: Infinity })),
  ];
}

/** The templates that counts of requests name. */
export function templateIdsOf({ counts }: RequestCountsResponse): readonly string[] {
  return counts.flatMap(({ template_id, path }) =>
    [template_id, path?.template_id].filter((id) => id !== undefined),
  );
}

/** Where requests failed first, and on which paths, line by line. */
export function describeRequestCounts(
  { total, counts }: RequestCountsResponse,
  { outcome, texts }: { readonly outcome: RequestOutcome; readonly texts: ReadonlyMap<string, string> },
): string[] {
  if (total === 0) return [`No ${outcome} requests in this time range.`];
  const placeOf = ({ service, template_id }: Pick<RequestCount, 'service' | 'template_id'>) => {
    const text = template_id === undefined ? undefined : excerptOf(texts.get(template_id) ?? template_id);
    return escapeText([service, text].filter((part) => part !== undefined).join(': '));
  };
  return [
    countOf(total, `${outcome} request`),
    '',
    ...renderTable({
      columns: [
        { title: 'REQUESTS', align: 'right', text: ({ count }) => formatCount(count) },
        { title: 'FIRST ERROR', text: placeOf },
        { title: 'PATH', text: ({ path }) => (path ? placeOf(path) : '') },
      ],
      rows: counts,
      width: Infinity,
    }),
  ];
}

const EDGE_COLUMNS: readonly Column<ServiceEdge>[] = [
  { title: 'CALLS', align: 'right', text: ({ calls }) => formatCount(calls) },
  { title: 'BEFORE', align: 'right', text: ({ before }) => formatCount(before?.calls ?? 0) },
  { title: 'FAILED', align: 'right', text: failureText },
  { title: 'BEFORE', align: 'right', text: ({ before }) => (before ? failureText(before) : '') },
  { title: 'MEAN', align: 'right', text: meanText },
  { title: 'BEFORE', align: 'right', text: ({ before }) => (before ? meanText(before) : '') },
  { title: 'RETRIES', align: 'right', text: ({ retries }) => formatCount(retries) },
  { title: '', text: ({ caller = '(outside)', callee }) => escapeText(`${caller} → ${callee}`) },
];

/** Who calls whom, line by line: those with the most failures first. */
export function describeServiceMap({ from, to, services, edges, share }: ServiceMapResponse): string[] {
  const when = formatTimeRange(from, to);
  if (edges.length === 0) return [`${when}: no calls between services are known.`];
  const of_share = share < 1 ? `, from at least ${formatShare(share)} of the requests of each minute` : '';
  return [
    `${when}: ${countOf(services.length, 'service')}, ${countOf(edges.length, 'edge')}, beside the period before${of_share}`,
    '',
    ...renderTable({
      columns: EDGE_COLUMNS,
      rows: [...edges].sort((a, b) => b.failures - a.failures || b.calls - a.calls),
      width: Infinity,
    }),
  ];
}

function failureText({ failures, calls }: CallNumbers): string {
  return failures === 0 ? '0' : `${formatCount(failures)} (${formatShare(failures / calls)})`;
}

function meanText({ mean_ms }: CallNumbers): string {
  return mean_ms === undefined ? '' : formatDuration(mean_ms);
}
