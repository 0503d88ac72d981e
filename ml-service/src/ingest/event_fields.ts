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
    'req_id',
    'x_request_id',
    'x-request-id',
    'correlation_id',
    'correlationId',
  ],
  trace_id: ['trace.id', 'trace_id', 'traceId', 'TraceID'],
  span_id: ['span.id', 'span_id', 'spanId', 'SpanID'],
} as const satisfies Record<string, readonly string[]>;

/**
 * What is found in files besides {@link EVENT_FIELDS}, tried after them: journald, Docker, Serilog, GELF, MongoDB, bunyan, exports of
 * log viewers. Shippers turn these into the names above, so the ingest pipeline does without.
 */
const FILE_FIELDS = {
  message: [
    'body.stringValue',
    'body',
    '@message',
    'MESSAGE',
    '@m',
    '@mt',
    'RenderedMessage',
    'textPayload',
    'content',
    'line',
    'event',
  ],
  timestamp: [
    '@t',
    '__REALTIME_TIMESTAMP',
    'timeUnixNano',
    'eventTime',
    'asctime',
    'created_at',
    't',
    't.$date',
  ],
  level: ['log_level', '@l', 'PRIORITY', 'priority', 's'],
  service: ['service_name', 'serviceName', 'app_name', 'SYSLOG_IDENTIFIER', 'logger_name', 'logger', 'name'],
  request_id: ['request.id', 'correlation.id', 'transaction_id'],
  trace_id: ['traceID', 'otelTraceID', 'dd.trace_id', 'context.trace_id'],
  span_id: ['spanID', 'otelSpanID', 'dd.span_id', 'context.span_id'],
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
} as const satisfies Record<string, readonly string[]>;

/** What a carrier may say beside the line. */
export type EventField = keyof typeof EVENT_FIELDS;
/** What a file may say beside the line. */
export type FileField = keyof typeof FILE_FIELDS;

/** All paths of a field in a file, most specific first. */
export const FIELD_PATHS: Readonly<Record<FileField, readonly string[]>> = {
  message: [...EVENT_FIELDS.message, ...FILE_FIELDS.message],
  timestamp: [...EVENT_FIELDS.timestamp, ...FILE_FIELDS.timestamp],
  level: [...EVENT_FIELDS.level, ...FILE_FIELDS.level],
  service: [...EVENT_FIELDS.service, ...FILE_FIELDS.service],
  request_id: [...EVENT_FIELDS.request_id, ...FILE_FIELDS.request_id],
  trace_id: [...EVENT_FIELDS.trace_id, ...FILE_FIELDS.trace_id],
  span_id: [...EVENT_FIELDS.span_id, ...FILE_FIELDS.span_id],
  pod: FILE_FIELDS.pod,
  container: FILE_FIELDS.container,
};

/** Levels that carriers write as numbers. 0–7: RFC 5424 (journald, GELF); 10–60: pino and bunyan. */
export const NUMERIC_LEVELS: Readonly<Record<string, string>> = {
  0: 'emergency', 1: 'alert', 2: 'critical', 3: 'error', 4: 'warning', 5: 'notice', 6: 'info', 7: 'debug',
  10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal',
}; // prettier-ignore

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
