import type { estypes } from '@elastic/elasticsearch';
import { Parameters } from '../../../../../common/documents/log_document.ts';
import type { Reference } from '../../../../../common/documents/reference.ts';
import { isFailure, type Level, SeverityLabel } from '../../../../../common/levels.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import { UNKNOWN_SERVICE } from '../../../correlate/request_assembler.ts';
import type { DetailedRequestEvent, RequestEvent, StoredLog, ValueLine } from '../../../ports/logs.ts';

type Hit = estypes.SearchHit<Record<string, unknown>>;

/** What is read of a line of a request: ECS names first, then OpenTelemetry's. */
export const REQUEST_EVENT_FIELDS = [
  { field: '@timestamp', format: 'strict_date_optional_time_nanos' },
  'log_ai.request_id',
  'log_ai.template.id',
  'service.name',
  'resource.attributes.service.name',
  'host.name',
  'resource.attributes.host.name',
  'service.version',
  'resource.attributes.service.version',
  'log.level',
  'severity_text',
  'log_ai.severity.label',
  'log_ai.severity.is_failure',
];

export function referenceOf(hit: Hit): Reference {
  return { _index: hit._index, _id: hit._id! };
}

/** A hit that was asked for with its sequence number. */
export function storedLogOf(hit: Hit): StoredLog {
  return {
    reference: referenceOf(hit),
    seq_no: hit._seq_no!,
    primary_term: hit._primary_term!,
    source: hit._source ?? {},
    ...(hit._source === undefined && { is_too_large: true }),
  };
}

/** What is read of the values of a line. */
export const VALUE_LINE = {
  _source: ['log_ai.params'],
  fields: ['log_ai.template.id', 'log_ai.request_id', 'service.name', 'resource.attributes.service.name'],
};

/** A hit that was asked for with {@link VALUE_LINE}. */
export function valueLineOf(hit: Hit): ValueLine {
  const first = firstOf(hit);
  const request_id = first('log_ai.request_id');
  return {
    template_id: first('log_ai.template.id') ?? '',
    service: first('service.name', 'resource.attributes.service.name') ?? UNKNOWN_SERVICE,
    params: paramsOf(hit),
    ...(request_id !== undefined && { request_id }),
    reference: referenceOf(hit),
  };
}

function paramsOf({ _source }: Hit): Parameters {
  const { log_ai } = (_source ?? {}) as { log_ai?: { params?: unknown } };
  return Parameters.safeParse(log_ai?.params).data ?? {};
}

/** The first value that one of these fields has. */
function firstOf(hit: Hit): (...names: readonly string[]) => string | undefined {
  const fields = (hit.fields ?? {}) as Record<string, readonly (string | number)[]>;
  return (...names) => {
    const name = names.find((candidate) => fields[candidate]?.[0] !== undefined);
    return name === undefined ? undefined : String(fields[name]![0]);
  };
}

/** A hit that was asked for with {@link REQUEST_EVENT_FIELDS}. */
export function requestEventOf(hit: Hit): RequestEvent {
  const first = firstOf(hit);
  const level = levelOf({
    stated: normalizeLevel(first('log.level', 'severity_text') ?? ''),
    severity: SeverityLabel.safeParse(first('log_ai.severity.label')).data,
    is_failure: first('log_ai.severity.is_failure'),
  });
  const template_id = first('log_ai.template.id');
  const host = first('host.name', 'resource.attributes.host.name');
  const version = first('service.version', 'resource.attributes.service.version');
  return {
    request_id: first('log_ai.request_id') ?? '',
    timestamp: millisecondsOf(first('@timestamp') ?? ''),
    service: first('service.name', 'resource.attributes.service.name') ?? UNKNOWN_SERVICE,
    ...(level && { level }),
    ...(template_id !== undefined && { template_id }),
    ...(host !== undefined && { host }),
    ...(version !== undefined && { version }),
    reference: referenceOf(hit),
  };
}

/** What is read of a line of a request with its values. */
export const DETAILED_REQUEST_EVENT = { _source: ['log_ai.params'], fields: REQUEST_EVENT_FIELDS };

/** A hit that was asked for with {@link DETAILED_REQUEST_EVENT}. */
export function detailedRequestEventOf(hit: Hit): DetailedRequestEvent {
  return { ...requestEventOf(hit), params: paramsOf(hit) };
}

/** What a line that fails by its severity, or does not, would have stated. */
const LEVEL_OF_SEVERITY: Readonly<Record<SeverityLabel, Level>> = {
  informational: 'INFO',
  warning: 'WARN',
  error: 'ERROR',
  critical: 'CRITICAL',
};

/** The level that is stated; where its severity decided otherwise about the failure of the request, that of the severity. */
function levelOf({
  stated,
  severity,
  is_failure,
}: {
  readonly stated: Level | undefined;
  readonly severity: SeverityLabel | undefined;
  readonly is_failure: string | undefined;
}): Level | undefined {
  if (severity === undefined || is_failure === undefined) return stated;
  return isFailure(stated) === (is_failure === 'true') ? stated : LEVEL_OF_SEVERITY[severity];
}

/**
 * Milliseconds since the epoch with what lies below them: two services may answer within one millisecond.
 *
 * @returns NaN for what is no date.
 */
function millisecondsOf(date: string): number {
  const [seconds = '', fraction = '0'] = date.replace(/Z$/, '').split('.');
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000;
}
