import { EVENT_FIELDS, type EventField, firstText } from './event_fields.ts';
import type { RawEvent } from './raw_event.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The object within a message that is JSON itself: loggers and container runtimes wrap lines so. */
function embeddedObject(message: string | undefined): JsonObject | undefined {
  if (message?.startsWith('{') !== true) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads what a structured record says: its own fields first, then those of a JSON object within its message. A record
 * without a message has none to mine: undefined. The Painless twin is in assets/pipelines.
 *
 * @example
 * rawEventOf({ service: { name: 'cart' }, message: '{"log":"ready\n","time":"2026-01-15T10:00:00Z"}' })
 * // { message: 'ready', service: 'cart', timestamp: '2026-01-15T10:00:00Z' }
 */
export function rawEventOf(record: JsonObject): RawEvent | undefined {
  const carried = firstText(record, EVENT_FIELDS.message);
  const embedded = embeddedObject(carried);
  const message = (embedded && firstText(embedded, EVENT_FIELDS.message)) ?? carried;
  if (message === undefined) return undefined;
  const read = (field: EventField) =>
    firstText(record, EVENT_FIELDS[field]) ?? (embedded && firstText(embedded, EVENT_FIELDS[field]));
  const fields = { timestamp: read('timestamp'), level: read('level'), service: read('service'), request_id: read('request_id'), trace_id: read('trace_id'), span_id: read('span_id') }; // prettier-ignore
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { message: message.endsWith('\n') ? message.slice(0, -1) : message, ...Object.fromEntries(present) };
}
