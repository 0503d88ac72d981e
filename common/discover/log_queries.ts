import type { Anomaly } from '../api.ts';
import type { Reference } from '../documents/reference.ts';
import { fieldNamed, isOneOf, quoted } from '../kql.ts';
import { MINUTE_MS } from '../minutes.ts';
import type { TraitSummary } from '../shared_traits.ts';

/** Which lines Discover shows: a query in KQL, and from when to when. */
export interface LogQuery {
  readonly query: string;
  /** Date math or ISO 8601, both ends included as Kibana does. */
  readonly range: { readonly from: string; readonly to: string };
}

/** What a line without a service is counted under. */
const UNKNOWN_SERVICE = 'unknown';

function inService(name: string): string {
  return name === UNKNOWN_SERVICE ? 'not service.name: *' : `service.name: ${quoted(name)}`;
}

/**
 * The lines of a template: those with the ids that it had before are its, too.
 *
 * @example
 * templateQuery({ ids: ['a', 'b'], service: 'cart' })
 * // 'log_ai.template.id: ("a" or "b") and service.name: "cart"'
 */
export function templateQuery({
  ids,
  service,
}: {
  readonly ids: readonly string[];
  readonly service?: string | undefined;
}): string {
  const template = isOneOf('log_ai.template.id', ids);
  return service === undefined ? template : `${template} and ${inService(service)}`;
}

/**
 * The lines that an anomaly is made of; undefined where it is of none in particular.
 *
 * @param template_ids - The ids that its template has and had.
 */
export function anomalyQuery(
  {
    event,
    anomaly,
    service,
    log_ai,
  }: Pick<Anomaly, 'event' | 'service' | 'log_ai'> & {
    readonly anomaly: Pick<Anomaly['anomaly'], 'type'>;
  },
  template_ids: readonly string[],
): LogQuery | undefined {
  const { template, request_id } = log_ai;
  const range = rangeOf(
    event.start,
    Math.max(Date.parse(event.end), Date.parse(event.start) + MINUTE_MS) - 1,
  );
  // Of what is missing there are no lines: those of a session that lacks it show where.
  if (anomaly.type === 'sequence' && request_id !== undefined)
    return { query: requestQuery(request_id), range };
  if (template) {
    return { query: templateQuery({ ids: [template.id, ...template_ids], service: service?.name }), range };
  }
  if (request_id !== undefined) return { query: requestQuery(request_id), range };
  return service && { query: inService(service.name), range };
}

/**
 * The lines that have something in common; undefined where nobody knows how to ask for them.
 *
 * @example
 * traitQuery({ kind: 'value', text: 'sku = A-1', name: 'sku', value: 'A-1' }) // 'log_ai.params.sku: "A-1"'
 */
export function traitQuery({ kind, service, template_id, name, value }: TraitSummary): string | undefined {
  if (kind === 'service' && service !== undefined) return inService(service);
  if (kind === 'template' && template_id !== undefined) return templateQuery({ ids: [template_id], service });
  if (value === undefined) return undefined;
  if (kind === 'value' && name !== undefined)
    return `${fieldNamed(`log_ai.params.${name}`)}: ${quoted(value)}`;
  if (kind === 'host') return `host.name: ${quoted(value)}`;
  if (kind === 'version' && service !== undefined)
    return `${inService(service)} and service.version: ${quoted(value)}`;
  return undefined;
}

/** The lines of a request, of all services. */
function requestQuery(...request_ids: readonly string[]): string {
  return isOneOf('log_ai.request_id', request_ids);
}

/** All lines from the first to the last moment. Some indices keep nanoseconds: the last millisecond is shown whole. */
export function storyQuery({
  request_id,
  request_ids = [request_id],
  start,
  end,
}: {
  readonly request_id: string;
  readonly request_ids?: readonly string[] | undefined;
  readonly start: string;
  readonly end: string;
}): LogQuery {
  return { query: requestQuery(...request_ids), range: rangeOf(start, Date.parse(end) + 1) };
}

/**
 * These lines and no others; the minute before and after is in the range, for who takes the query away. Undefined where
 * nothing is known of when they were.
 */
export function linesQuery(
  lines: readonly { readonly reference: Reference; readonly '@timestamp'?: string | undefined }[],
): LogQuery | undefined {
  const times = lines.flatMap(({ '@timestamp': time }) => (time === undefined ? [] : [Date.parse(time)]));
  if (times.length === 0) return undefined;
  return {
    query: isOneOf(
      '_id',
      lines.map(({ reference }) => reference._id),
    ),
    range: rangeOf(new Date(Math.min(...times) - MINUTE_MS).toISOString(), Math.max(...times) + MINUTE_MS),
  };
}

function rangeOf(from: string, to: number): LogQuery['range'] {
  return { from, to: new Date(to).toISOString() };
}
