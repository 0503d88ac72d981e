import { FIELD_PATHS, type FileField, firstText, NUMERIC_LEVELS } from './event_fields.ts';
import type { RawEvent } from './raw_event.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a carrier says about a field; undefined where it says nothing. */
export type FieldLookup = (field: FileField) => string | undefined;

/** How carriers write that they have no id: a dash, or zeros (W3C Trace Context). */
const NO_ID = /^[-0]*$/;

/**
 * The object that a text is, or undefined. Only a text that begins with a brace is tried.
 *
 * @example
 * jsonObjectOf('{"msg":"up"}') // { msg: 'up' }
 */
export function jsonObjectOf(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}

/** Where fields are looked for. */
export interface LookupOptions {
  /** Paths that hold a request id, before those of the table. */
  readonly request_id_fields: readonly string[];
  /** Absent: all that files know. */
  readonly paths?: Partial<Record<FileField, readonly string[]>>;
}

/** Looks fields up in a JSON object, nested or under dotted keys. */
export function lookupIn(
  object: JsonObject,
  { request_id_fields, paths = FIELD_PATHS }: LookupOptions,
): FieldLookup {
  return (field) =>
    (field === 'request_id' ? firstText(object, request_id_fields) : undefined) ??
    firstText(object, paths[field] ?? []);
}

/**
 * The event that a carrier brings. A message that is a JSON object itself is unwrapped, once: loggers write JSON and
 * container runtimes wrap it again. What the carrier says wins over what the inner object says.
 *
 * @returns Undefined where there is no message.
 */
export function eventOfEnvelope(outer: FieldLookup, options: LookupOptions): RawEvent | undefined {
  const text = outer('message');
  if (text === undefined) return undefined;
  const object = jsonObjectOf(text);
  const inner = object && lookupIn(object, options);
  const read: FieldLookup = (field) => outer(field) ?? inner?.(field);
  const pod = read('pod');
  const level = read('level');
  const service = read('service') ?? (pod === undefined ? read('container') : serviceNameOfPod(pod));
  return eventOf({
    message: withoutLineEnd(inner?.('message') ?? text),
    timestamp: read('timestamp'),
    level: level === undefined ? undefined : wordOfLevel(level),
    service,
    request_id: idOf(read('request_id')),
    trace_id: idOf(read('trace_id')),
    span_id: idOf(read('span_id')),
  });
}

/** Levels written as numbers become words. */
function wordOfLevel(level: string): string {
  return Object.hasOwn(NUMERIC_LEVELS, level) ? NUMERIC_LEVELS[level]! : level;
}

function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

function idOf(text: string | undefined): string | undefined {
  return text === undefined || NO_ID.test(text) ? undefined : text;
}

function eventOf({
  message,
  ...fields
}: { message: string } & { [Field in Exclude<keyof RawEvent, 'message'>]: string | undefined }): RawEvent {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { message, ...Object.fromEntries(present) };
}

/** A ReplicaSet's hash, which a word is not as it holds a digit, and five letters or digits drawn for the pod. */
const DEPLOYMENT_SUFFIX = /-(?=[a-z]*\d)[a-z0-9]{8,10}-[a-z0-9]{5}$/;
const STATEFUL_SET_SUFFIX = /-\d{1,5}$/;

/**
 * The service that a pod belongs to: its name without what Kubernetes appends for a Deployment (`-<hash>-<suffix>`) or a
 * StatefulSet (`-<ordinal>`).
 *
 * @example
 * serviceOfPod('checkout-64469b5b48-25zj6') // 'checkout'
 * serviceOfPod('kafka-2') // 'kafka'
 */
export function serviceNameOfPod(pod: string): string {
  const service = pod.replace(DEPLOYMENT_SUFFIX, '');
  return service === pod ? pod.replace(STATEFUL_SET_SUFFIX, '') : service;
}
