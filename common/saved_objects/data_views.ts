import { INDICES, type IndexKind } from '../indices.ts';
import { linkFormat, LOG_LINKS, LOGS_DATA_VIEW } from './app_links.ts';
import { markOf } from './mark.ts';
import { idIn, type SavedObject, savedObject } from './saved_object.ts';

/** A format of a field as Kibana keeps it. */
export interface FieldFormat {
  readonly id: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A field that is computed of others when it is asked for. */
export interface RuntimeField {
  readonly type: 'keyword';
  readonly script: { readonly source: string };
}

/** What a data view looks at, and how it shows it. */
export interface DataViewDefinition {
  /** Before {@link idIn}. */
  readonly id: string;
  readonly name: string;
  readonly time_field: string;
  /** The records that it is over; undefined: the logs. */
  readonly kind?: IndexKind;
  readonly formats: Readonly<Record<string, FieldFormat>>;
  readonly runtime_fields?: Readonly<Record<string, RuntimeField>>;
}

const TEMPLATE = { 'log_ai.template.id': LOG_LINKS['log_ai.template.id'] };
const NANOSECONDS: FieldFormat = {
  id: 'duration',
  params: {
    inputFormat: 'nanoseconds',
    outputFormat: 'humanizePrecise',
    outputPrecision: 1,
    useShortSuffix: true,
  },
};
const WHOLE: FieldFormat = { id: 'number', params: { pattern: '0,0' } };

/**
 * A list under the name of the one value that other records have: a filter of a dashboard holds for all that it shows, and
 * records without the field would be gone.
 */
const eachOf = (list: string): RuntimeField => ({
  type: 'keyword',
  script: { source: `for (def one : doc['${list}']) { emit(one) }` },
});

export const DATA_VIEWS = {
  logs: {
    id: LOGS_DATA_VIEW,
    name: 'Log AI: logs',
    time_field: '@timestamp',
    formats: LOG_LINKS,
  },
  counts: {
    id: 'log-ai-template-counts',
    name: 'Log AI: template counts',
    time_field: '@timestamp',
    kind: 'template_counts',
    formats: { ...TEMPLATE, count: WHOLE },
  },
  anomalies: {
    id: 'log-ai-anomalies',
    name: 'Log AI: anomalies',
    time_field: '@timestamp',
    kind: 'anomalies',
    formats: {
      ...LOG_LINKS,
      'event.id': linkFormat({ view: 'anomalies', parameter: 'anomaly', label: 'Open in Log AI' }),
      record_score: WHOLE,
      'event.risk_score': WHOLE,
    },
  },
  requests: {
    id: 'log-ai-requests',
    name: 'Log AI: failed requests',
    time_field: '@timestamp',
    kind: 'requests',
    formats: {
      request_id: LOG_LINKS['log_ai.request_id'],
      'first_error.template_id': LOG_LINKS['log_ai.template.id'],
      'event.duration': NANOSECONDS,
    },
    runtime_fields: { 'service.name': eachOf('services') },
  },
  templates: {
    id: 'log-ai-templates',
    name: 'Log AI: templates',
    // Of all templates those are told apart that are new: what was seen last is in the counts.
    time_field: 'first_seen',
    kind: 'templates',
    formats: { id: LOG_LINKS['log_ai.template.id'], line_count: WHOLE },
    runtime_fields: { data_stream: eachOf('data_streams') },
  },
  jobs: {
    id: 'log-ai-jobs',
    name: 'Log AI: jobs',
    time_field: 'created',
    kind: 'jobs',
    formats: { done: WHOLE, total: WHOLE },
  },
} as const satisfies Record<string, DataViewDefinition>;

export type DataViewName = keyof typeof DATA_VIEWS;

/** The pattern of a data view: dated indices are cut of one name. */
function titleOf({ kind }: DataViewDefinition, log_patterns: readonly string[]): string {
  if (kind === undefined) return log_patterns.join(',');
  const { name, cut } = INDICES[kind];
  return cut === 'single' ? name : `${name}*`;
}

/** @param log_patterns - The indices that the logs lie in. */
export function dataView({
  definition,
  space,
  log_patterns,
}: {
  readonly definition: DataViewDefinition;
  readonly space: string;
  readonly log_patterns: readonly string[];
}): SavedObject {
  const { id, name, time_field, formats, runtime_fields } = definition;
  return savedObject({
    type: 'index-pattern',
    id: idIn(space, id),
    attributes: {
      title: titleOf(definition, log_patterns),
      name,
      timeFieldName: time_field,
      // Nothing was found yet is no fault of the dashboard.
      allowNoIndex: true,
      fieldFormatMap: JSON.stringify(formats),
      ...(runtime_fields && { runtimeFieldMap: JSON.stringify(runtime_fields) }),
    },
    references: [markOf(space)],
  });
}
