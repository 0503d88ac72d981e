/** The types of fields that can be filtered by, as Elasticsearch calls them. */
export type FilterFieldType =
  'keyword' | 'text' | 'date' | 'integer' | 'long' | 'float' | 'double' | 'boolean';

/**
 * What documents can be filtered by, with its type: their mapping without what says nothing to people. It stands here once
 * more because the app, which validates nothing, has no schemas; a test holds both together.
 */
export const FILTER_FIELDS = {
  anomalies: {
    '@timestamp': 'date',
    'anomaly.expectation.at': 'date',
    'anomaly.expectation.by': 'keyword',
    'anomaly.status': 'keyword',
    'anomaly.type': 'keyword',
    actual: 'double',
    data_streams: 'keyword',
    'event.created': 'date',
    'event.end': 'date',
    'event.id': 'keyword',
    'event.reason': 'text',
    'event.risk_score': 'float',
    'event.start': 'date',
    'event.updated': 'date',
    is_interim: 'boolean',
    is_late: 'boolean',
    'log_ai.parameter.name': 'keyword',
    'log_ai.request_id': 'keyword',
    'log_ai.severity.label': 'keyword',
    'log_ai.template.id': 'keyword',
    'log_ai.template.name': 'keyword',
    'log_ai.template.text': 'keyword',
    probability: 'double',
    'service.name': 'keyword',
    'trace.id': 'keyword',
    typical: 'double',
  },
  templates: {
    data_streams: 'keyword',
    expected: 'boolean',
    first_seen: 'date',
    id: 'keyword',
    last_seen: 'date',
    level: 'keyword',
    levels: 'keyword',
    line_count: 'long',
    'parameters.name': 'keyword',
    'parameters.type': 'keyword',
    'parameters.unit': 'keyword',
    services: 'keyword',
    text: 'text',
  },
  requests: {
    '@timestamp': 'date',
    data_streams: 'keyword',
    error_count: 'integer',
    'event.created': 'date',
    'event.duration': 'long',
    'event.end': 'date',
    'event.start': 'date',
    'first_error.@timestamp': 'date',
    'first_error.service': 'keyword',
    'first_error.template_id': 'keyword',
    line_count: 'integer',
    request_id: 'keyword',
    services: 'keyword',
  },
} as const satisfies Record<string, Readonly<Record<string, FilterFieldType>>>;

/** Documents that can be filtered. */
export type FilteredKind = keyof typeof FILTER_FIELDS;
