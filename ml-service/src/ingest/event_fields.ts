/**
 * Where carriers put what: paths of fields, most specific first; a path is found nested or as one dotted key. ECS,
 * OpenTelemetry, and the spellings of common loggers. The ingest pipeline executes the same table.
 */
export const EVENT_FIELDS = {
  message: ['message', 'body.text', 'msg', 'log', 'event.original', 'short_message', 'text'],
  timestamp: ['@timestamp', 'timestamp', 'time', 'ts', 'datetime', 'date'],
  level: ['log.level', 'severity_text', 'level', 'severity', 'loglevel', 'levelname', 'lvl'],
  service: [
    'service.name',
    'resource.attributes.service.name',
    'kubernetes.deployment.name',
    'kubernetes.labels.app',
    'service',
    'app',
    'application',
    'component',
  ],
  request_id: [
    'http.request.id',
    'request_id',
    'requestId',
    'RequestId',
    'requestID',
    'reqId',
    'req_id',
    'req.id',
    'request-id',
    'x_request_id',
    'x-request-id',
    'correlation_id',
    'correlationId',
    'CorrelationId',
  ],
  trace_id: ['trace.id', 'trace_id', 'traceId', 'TraceID', 'TraceId'],
  span_id: ['span.id', 'span_id', 'spanId', 'SpanID', 'SpanId'],
} as const satisfies Record<string, readonly string[]>;

/**
 * What is found in JSON and CSV besides {@link EVENT_FIELDS}, tried after them: journald, Docker, Serilog, GELF, MongoDB, bunyan,
 * log4j2, .NET, tracing of Rust, cloud services, exports of log viewers. A document's own fields have the names above, as
 * shippers give them.
 */
const OTHER_FIELDS = {
  message: [
    'body.stringValue',
    'body',
    '@message',
    'MESSAGE',
    '@m',
    'RenderedMessage',
    'full_message',
    '@mt',
    'MessageTemplate',
    'textPayload',
    'content',
    'line',
    'event',
  ],
  timestamp: [
    '@t',
    '__REALTIME_TIMESTAMP',
    'timeUnixNano',
    'instant.epochSecond',
    'timestamp.seconds',
    'timeMillis',
    'eventTime',
    'event.created',
    'asctime',
    'created_at',
    'createdAt',
    'created',
    'TimeGenerated',
    'TimeCreated',
    'SystemTime',
    'logTime',
    'log_time',
    'ingestionTime',
    'start_time',
    'startTime',
    'start',
    't.$date',
    't.$date.$numberLong',
    't',
  ],
  level: [
    'log_level',
    'level_name',
    'severityText',
    'error_severity',
    '@l',
    'status',
    's',
    'severityNumber',
    'levelno',
    'PRIORITY',
    'priority',
    'l',
  ],
  service: [
    'service_name',
    'serviceName',
    'app_name',
    'application_name',
    'SYSLOG_IDENTIFIER',
    '_COMM',
    'logger_name',
    'loggerName',
    'logger',
    'log.logger',
    'SourceContext',
    'CategoryName',
    'category',
    'target',
    'name',
    'channel',
    'c',
  ],
  request_id: [
    'reqId',
    'rid',
    'request.id',
    'req.id',
    'request-id',
    'correlation.id',
    'correlation-id',
    'x-correlation-id',
    'X-Correlation-Id',
    'awsRequestId',
    'aws_request_id',
    'x-amzn-requestid',
    'cf-ray',
    'RayID',
    'x-edge-request-id',
    'auditID',
  ],
  trace_id: [
    'traceID',
    'otelTraceID',
    'dd.trace_id',
    'context.trace_id',
    'logging.googleapis.com/trace',
    'trace',
    'traceparent',
    'x-b3-traceid',
    'X-Amzn-Trace-Id',
    '@tr',
  ],
  span_id: [
    'spanID',
    'otelSpanID',
    'dd.span_id',
    'context.span_id',
    'logging.googleapis.com/spanId',
    'x-b3-spanid',
    '@sp',
  ],
  /** Names the service where nothing else does, without the suffix that Kubernetes adds. */
  pod: [
    'kubernetes.pod.name',
    'kubernetes.pod_name',
    'k8s.pod.name',
    'resource.attributes.k8s.pod.name',
    'pod_name',
    'podName',
    'pod',
  ],
  /** Names the service where not even a pod does: `server` or `app` is all that many containers are called. */
  container: [
    'kubernetes.container.name',
    'kubernetes.container_name',
    'container.name',
    'container_name',
    'container',
  ],
  /** The rest of a second, beside a time in whole seconds. */
  nanoseconds: ['instant.nanoOfSecond', 'timestamp.nanos', 'nanos'],
  /** A day, beside a time of the day. */
  day: ['date', 'day'],
  /** Status of an answer, where nothing says a level. */
  http_status: [
    'http.response.status_code',
    'status',
    'status_code',
    'response_code',
    'response_status',
    'http_status',
    'http_status_code',
    'response.status',
    'response.statusCode',
    'res.statusCode',
    'res.status',
    'EdgeResponseStatus',
    'DownstreamStatus',
    'elb_status_code',
    'httpRequest.status',
    'sc-status',
  ],
} as const satisfies Record<string, readonly string[]>;

/**
 * Objects around what is a record of its own: what stands in them is read as if it stood beside them. Ids are looked for
 * in any object.
 */
export const CONTAINER_KEYS: readonly string[] = [
  'fields', 'jsonPayload', 'protoPayload', '_source', 'source', 'result', 'record', 'properties', 'attributes', 'resource', 'labels', 'log', 'event',
  'data', 'detail', 'details', 'payload', 'body', 'mdc', 'context', 'contextMap', 'ctx', 'extra', 'state', 'winlog', 'Event', 'System', 'EventData', 'json',
]; // prettier-ignore

/** What a carrier may say beside the line. */
export type EventField = keyof typeof EVENT_FIELDS;
/** What JSON or a row of a table may say beside the line. */
export type FileField = keyof typeof OTHER_FIELDS;

/** All paths of a field, most specific first. */
export const FIELD_PATHS: Readonly<Record<FileField, readonly string[]>> = {
  ...OTHER_FIELDS,
  message: [...EVENT_FIELDS.message, ...OTHER_FIELDS.message],
  timestamp: [...EVENT_FIELDS.timestamp, ...OTHER_FIELDS.timestamp],
  level: [...EVENT_FIELDS.level, ...OTHER_FIELDS.level],
  service: [...EVENT_FIELDS.service, ...OTHER_FIELDS.service],
  request_id: [...EVENT_FIELDS.request_id, ...OTHER_FIELDS.request_id],
  trace_id: [...EVENT_FIELDS.trace_id, ...OTHER_FIELDS.trace_id],
  span_id: [...EVENT_FIELDS.span_id, ...OTHER_FIELDS.span_id],
};

/**
 * Levels that carriers write as numbers. 0–7: RFC 5424 (journald, GELF); 10–60: pino and bunyan; 100–600: Monolog;
 * 800–1000: java.util.logging; thousands: Logback.
 */
export const NUMERIC_LEVELS: Readonly<Record<string, string>> = {
  0: 'emergency', 1: 'alert', 2: 'critical', 3: 'error', 4: 'warning', 5: 'notice', 6: 'info', 7: 'debug',
  10: 'trace', 20: 'debug', 30: 'info', 35: 'notice', 40: 'warn', 50: 'error', 60: 'fatal',
  100: 'debug', 200: 'info', 250: 'notice', 300: 'warning', 400: 'error', 500: 'critical', 550: 'alert', 600: 'emergency',
  800: 'info', 900: 'warning', 1000: 'severe', 5000: 'trace', 10000: 'debug', 20000: 'info', 30000: 'warn', 40000: 'error',
}; // prettier-ignore

/** Scales of their own, by what tells them: the key of the number (normalised), or one that stands beside it. */
export const LEVEL_SCALES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // OpenTelemetry, "Log Data Model": four of each
  severitynumber: {
    1: 'trace', 2: 'trace', 3: 'trace', 4: 'trace', 5: 'debug', 6: 'debug', 7: 'debug', 8: 'debug', 9: 'info', 10: 'info', 11: 'info', 12: 'info',
    13: 'warn', 14: 'warn', 15: 'warn', 16: 'warn', 17: 'error', 18: 'error', 19: 'error', 20: 'error', 21: 'fatal', 22: 'fatal', 23: 'fatal', 24: 'fatal',
  },
  // Python's logging
  levelno: { 10: 'debug', 20: 'info', 30: 'warning', 40: 'error', 50: 'critical' },
  // Nextcloud and ownCloud, which alone name the remote address so beside a number
  remoteaddr: { 0: 'debug', 1: 'info', 2: 'warn', 3: 'error', 4: 'fatal' },
  // Windows events
  eventid: { 1: 'critical', 2: 'error', 3: 'warning', 4: 'info', 5: 'verbose' },
  // Serilog's and .NET's enumerations in numbers
  messagetemplate: { 0: 'verbose', 1: 'debug', 2: 'information', 3: 'warning', 4: 'error', 5: 'fatal' },
}; // prettier-ignore

/** A name by its letters and digits alone: `TraceID`, `trace_id` and `trace.id` are one. */
export function normalizeKey(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/**
 * The value at a path, nested or under a dotted key.
 *
 * @example
 * fieldAt({ log: { level: 'INFO' } }, 'log.level') // 'INFO'
 * fieldAt({ 'log.level': 'INFO' }, 'log.level') // 'INFO'
 */
export function fieldAt(object: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = object[path.slice(0, dot)];
    if (isObject(inner)) {
      const value = fieldAt(inner, path.slice(dot + 1));
      if (value !== undefined && value !== null) return value;
    }
  }
  return undefined;
}

/** The first of the paths that holds text or a number. */
export function firstText(
  object: Readonly<Record<string, unknown>>,
  paths: readonly string[],
): string | undefined {
  for (const path of paths) {
    const value = fieldAt(object, path);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
