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

/** What a carrier may say beside the line. */
export type EventField = keyof typeof EVENT_FIELDS;

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
export function firstText(object: Readonly<Record<string, unknown>>, paths: readonly string[]): string | undefined {
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
