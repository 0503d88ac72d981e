import type { RawEvent } from './raw_event.ts';

/**
 * The document that a shipper would send for an event, in ECS names. What the line itself says is left to the pipeline.
 *
 * @param timestamp - Milliseconds since the epoch, where the carrier says when.
 */
export function logDocumentOf(
  event: RawEvent,
  { timestamp, file }: { timestamp?: number | undefined; file: string },
): Record<string, unknown> {
  const { message, level, service, request_id, trace_id, span_id } = event;
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
