import { eventOfLookup, type JsonObject, lookupIn, unwrapped } from './envelope.ts';
import { EVENT_FIELDS } from './event_fields.ts';
import type { RawEvent } from './raw_event.ts';

/**
 * The event in a document as a shipper sends it, by the table that the ingest pipeline executes, too. The Painless twin
 * is in assets/pipelines.
 *
 * @param request_id_fields - Paths that hold a request id, before those of the table.
 * @returns Undefined where there is no message to mine.
 * @example
 * rawEventOf({ service: { name: 'cart' }, message: '{"log":"ready","time":"2026-01-15T10:00:00Z"}' }, [])
 * // { message: 'ready', timestamp: '2026-01-15T10:00:00Z', layer: 'logger', sent: { service: 'cart' } }
 */
export function rawEventOf(document: JsonObject, request_id_fields: readonly string[]): RawEvent | undefined {
  const event = eventOfLookup(lookupIn(document, { request_id_fields, paths: EVENT_FIELDS }));
  return event && unwrapped(event, request_id_fields);
}

/**
 * The fields of a document that {@link rawEventOf} looks at, and those that tell when it came.
 *
 * @param request_id_fields - As there.
 */
export function fieldsToRead(request_id_fields: readonly string[]): string[] {
  const own = ['@timestamp', 'log_ai.request_id', 'log_ai.ingested'];
  return [...new Set([...own, ...request_id_fields, ...Object.values(EVENT_FIELDS).flat()])];
}

/**
 * The document that a shipper would send for an event, in ECS names. What the line itself says is left to the pipeline.
 *
 * @param timestamp - Milliseconds since the epoch, where the carrier says when.
 */
export function logDocumentOf(
  event: RawEvent,
  { timestamp, file }: { timestamp?: number | undefined; file: string },
): Record<string, unknown> {
  const { message, level, service, request_id, trace_id, span_id } = { ...event, ...event.sent };
  return {
    ...(timestamp !== undefined && { '@timestamp': new Date(timestamp).toISOString() }),
    message,
    log: { file: { path: file }, ...(level !== undefined && { level }) },
    ...(service !== undefined && { service: { name: service } }),
    ...(request_id !== undefined && { http: { request: { id: request_id } } }),
    ...(trace_id !== undefined && { trace: { id: trace_id } }),
    ...(span_id !== undefined && { span: { id: span_id } }),
  };
}
