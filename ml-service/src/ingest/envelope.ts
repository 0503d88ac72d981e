import { normalizeLevel } from '../../../common/level_spelling.ts';
import {
  CONTAINER_KEYS,
  FIELD_PATHS,
  type FileField,
  firstText,
  LEVEL_SCALES,
  NUMERIC_LEVELS,
  normalizeKey,
} from './event_fields.ts';
import {
  decodeJsonText,
  type JsonEntry,
  MAX_JSON_DEPTH,
  MAX_JSON_ENTRIES,
  readJsonRecord,
} from './json_record.ts';
import { trimBlanks } from '../parse/header/blank.ts';
import type { RawEvent } from './raw_event.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a carrier says about a field; undefined where it says nothing. */
export type FieldLookup = (field: FileField) => string | undefined;

/** Where fields are looked for. */
export interface LookupOptions {
  /** Paths that hold a request id, before those of the table. */
  readonly request_id_fields: readonly string[];
  /** Absent: all that JSON and tables know. */
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

/** The event that a document or a row brings; undefined where there is no message. */
export function eventOfLookup(read: FieldLookup): RawEvent | undefined {
  const message = read('message');
  return message === undefined ? undefined : eventOf(read, withoutLineEnd(message), levelOf(read));
}

function levelOf(read: FieldLookup): string | undefined {
  const level = read('level');
  return level === undefined || !Object.hasOwn(NUMERIC_LEVELS, level) ? level : NUMERIC_LEVELS[level];
}

function eventOf(read: FieldLookup, message: string, level: string | undefined): RawEvent {
  const pod = read('pod');
  const event: { -readonly [Field in keyof RawEvent]: RawEvent[Field] } = { message };
  const timestamp = timeOf(read);
  const service = read('service') ?? (pod === undefined ? read('container') : serviceNameOfPod(pod));
  const trace = read('trace_id');
  const request_id = idOf(read('request_id'));
  const trace_id = idOf(trace);
  const span_id = idOf(read('span_id')) ?? spanOfParent(trace);
  const http_status = read('http_status');
  if (timestamp !== undefined) event.timestamp = timestamp;
  if (level !== undefined) event.level = level;
  if (service !== undefined) event.service = service;
  if (request_id !== undefined) event.request_id = request_id;
  if (trace_id !== undefined) event.trace_id = trace_id;
  if (span_id !== undefined) event.span_id = span_id;
  if (http_status !== undefined) event.http_status = http_status;
  return event;
}

/** Whole seconds and the rest of one, or a day and a time of it, may stand apart. */
function timeOf(read: FieldLookup): string | undefined {
  const time = read('timestamp');
  if (time === undefined) return undefined;
  const nanoseconds = read('nanoseconds');
  if (nanoseconds !== undefined && /^\d{9,11}$/.test(time) && /^\d{1,9}$/.test(nanoseconds)) {
    return `${time}.${nanoseconds.padStart(9, '0')}`;
  }
  const day = /^\d{1,2}:\d{2}/.test(time) ? read('day') : undefined;
  return day === undefined ? time : `${day} ${time}`;
}

function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

/** How carriers write that they have no id: a dash, or zeros (W3C Trace Context). */
const NO_ID = /^[-0]*$/;
/** W3C Trace Context: version, trace, span and flags. */
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
/** Longer texts, and those with blanks, are none. */
const MAX_ID_LENGTH = 128;

/** The id in a text: within `traceparent`, behind `projects/p/traces/` (Google) and `Root=` (AWS), or the text itself. */
export function idOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MAX_ID_LENGTH || /[\t-\r ]/.test(text)) return undefined;
  const parent = TRACE_PARENT.exec(text);
  const id = parent
    ? parent[1]!
    : text.replace(/^projects\/.*\/traces\//, '').replace(/^.*Root=([^;]*).*$/, '$1');
  return NO_ID.test(id) ? undefined : id;
}

function spanOfParent(trace: string | undefined): string | undefined {
  return trace === undefined ? undefined : TRACE_PARENT.exec(trace)?.[2];
}

// ---- JSON ----

/** What a path means: a field, and how early it is asked. */
interface Role {
  readonly field: FileField;
  readonly rank: number;
}

const CONTAINERS = new Set(CONTAINER_KEYS.map(normalizeKey));
/** Roles by the normalised path; a key such as `status` or `name` may have several. */
const ROLES = new Map<string, Role[]>();
for (const [field, paths] of Object.entries(FIELD_PATHS)) {
  paths.forEach((path, rank) => {
    const key = normalizeKey(path);
    const roles = ROLES.get(key) ?? [];
    if (!roles.some((role) => role.field === field)) roles.push({ field: field as FileField, rank });
    ROLES.set(key, roles);
  });
}
/** A path within a container is asked behind all that stand outside. */
const RANKS_PER_LEVEL = 1000;
const ID_FIELDS: readonly FileField[] = ['request_id', 'trace_id', 'span_id'];

const FIELD_NAMES = Object.keys(FIELD_PATHS) as FileField[];

/** What the ingest pipeline needs to read objects as {@link eventOfJson} does; fields by their number. */
export function jsonTables() {
  return {
    roles: Object.fromEntries(
      [...ROLES].map(([key, roles]) => [
        key,
        roles.map(({ field, rank }) => [FIELD_NAMES.indexOf(field), rank]),
      ]),
    ),
    containers: Object.fromEntries([...CONTAINERS].map((key) => [key, true])),
    scales: LEVEL_SCALES,
    unsaid_levels: UNSAID_LEVELS,
    bytes_key: BYTES_KEY,
    transport_keys: TRANSPORT_KEYS,
    max_entries: MAX_JSON_ENTRIES,
    max_depth: MAX_JSON_DEPTH,
  };
}

const NO_ROLES: readonly Role[] = [];
/** Paths repeat from line to line. */
const knownPaths = new Map<string, readonly Role[]>();
const MAX_KNOWN_PATHS = 4096;

function rolesOf(path: string): readonly Role[] {
  const known = knownPaths.get(path);
  if (known) return known;
  if (knownPaths.size >= MAX_KNOWN_PATHS) knownPaths.clear();
  const roles = findRoles(path);
  knownPaths.set(path, roles);
  return roles;
}

function findRoles(path: string): readonly Role[] {
  let inContainers = true;
  let level = 0;
  for (let rest = path; ; level += 1) {
    const roles = (ROLES.get(normalizeKey(rest)) ?? NO_ROLES).filter(
      ({ field }) => inContainers || ID_FIELDS.includes(field),
    );
    if (roles.length > 0) {
      return roles.map(({ field, rank }) => ({ field, rank: rank + level * RANKS_PER_LEVEL }));
    }
    const dot = rest.indexOf('.');
    if (dot < 0) return NO_ROLES;
    inContainers &&= CONTAINERS.has(normalizeKey(rest.slice(0, dot)));
    rest = rest.slice(dot + 1);
  }
}

const isNumber = (raw: string) => /^-?\d/.test(raw);
const hasText = ({ raw, is_string }: JsonEntry) => raw !== '' && (is_string || isNumber(raw));

/** Whether a value may be what a field holds; what it may not be leaves the place to another key. */
function fits(field: FileField, entry: JsonEntry, scale: Scale): boolean {
  const { raw, is_string } = entry;
  switch (field) {
    case 'message':
      return (is_string && raw !== '') || (entry.path === BYTES_KEY && textOfBytes(raw) !== undefined);
    case 'service':
    case 'pod':
    case 'container':
      return is_string && raw !== '';
    case 'level':
      return hasText(entry) && mayBeLevel(entry.path, raw) && levelWord(raw, scale) !== undefined;
    case 'timestamp':
      return hasText(entry) && (is_string ? /\d/.test(raw) : raw.length > 8);
    case 'http_status':
      return /^[1-5]\d\d$/.test(raw);
    case 'request_id':
    case 'trace_id':
    case 'span_id':
      return hasText(entry) && idOf(raw) !== undefined;
    default:
      return hasText(entry);
  }
}

/** Where journald lists the bytes of what is no printable text. */
const BYTES_KEY = 'MESSAGE';

/**
 * The text of a list of bytes in JSON: UTF-8, or Latin-1 where they are none; undefined where it is no such list.
 *
 * @example
 * textOfBytes('[104, 105]') // 'hi'
 */
export function textOfBytes(list: string): string | undefined {
  if (!/^\[[\d, ]*\d *\]$/.test(list)) return undefined;
  const bytes = list.slice(1, -1).split(',').map(Number);
  if (!bytes.every((byte) => byte < 256)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
}

/** A number under `status` is the answer's. */
function mayBeLevel(path: string, raw: string): boolean {
  return !isNumber(raw) || lastKeyOf(path) !== 'status';
}

function lastKeyOf(path: string): string {
  return normalizeKey(path.slice(path.lastIndexOf('.') + 1));
}

/** What a level is that is left out, by the key that tells: Serilog's compact format writes none for information. */
const UNSAID_LEVELS: Readonly<Record<string, string>> = { '@t': 'information' };

function unsaidLevel(entries: readonly JsonEntry[]): string | undefined {
  const tells = entries.find(({ path }) => Object.hasOwn(UNSAID_LEVELS, path));
  return tells && UNSAID_LEVELS[tells.path];
}

type Scale = Readonly<Record<string, string>>;

/** A level as a word that is known, or undefined. Levels between two of pino's are the lower one. */
function levelWord(text: string, scale: Scale): string | undefined {
  if (Object.hasOwn(scale, text)) return scale[text];
  if (!/^\d+$/.test(text)) return normalizeLevel(text) === undefined ? undefined : text;
  if (Object.hasOwn(NUMERIC_LEVELS, text)) return NUMERIC_LEVELS[text];
  return text.length === 2 ? NUMERIC_LEVELS[`${text.charAt(0)}0`] : undefined;
}

const NO_SCALE: Scale = {};

function scaleOf(entries: readonly JsonEntry[], key: string): Scale {
  if (Object.hasOwn(LEVEL_SCALES, key)) return LEVEL_SCALES[key]!;
  for (const { path } of entries) {
    const beside = lastKeyOf(path);
    if (beside !== 'levelno' && beside !== 'severitynumber' && Object.hasOwn(LEVEL_SCALES, beside)) {
      return LEVEL_SCALES[beside]!;
    }
  }
  return NO_SCALE;
}

/** Keys of those that carry lines of others: journald, Docker, CRI-O. */
const TRANSPORT_KEYS = ['__REALTIME_TIMESTAMP', '_BOOT_ID', 'stream', 'SYSLOG_IDENTIFIER'];

/**
 * The event that a text of JSON holds. An object without a message is an event of its own: its text is `key=value` for all that is no field of the header.
 *
 * @returns Undefined where the text is no JSON object, or goes on with something else.
 * @example
 * eventOfJson('{"level":"warn","msg":"up"}', []) // { message: 'up', level: 'warn', layer: 'logger' }
 * eventOfJson('{"uri":"/a","status":502}', []) // { message: 'uri=/a status=502', http_status: '502', layer: 'logger' }
 */
export function eventOfJson(text: string, request_id_fields: readonly string[]): RawEvent | undefined {
  const record = readJsonRecord(text);
  if (!record) return undefined;
  const rest = trimBlanks(text.slice(record.end));
  // What is broken in its middle, or followed by other text, is text.
  const isLast = rest === '' || rest === ',' || rest === ']' || rest === '],';
  const behind = isLast || !record.is_whole ? '' : text.slice(record.end).replace(/^[ \t\r]+/, '');
  if (!isLast && !(record.is_whole && behind.startsWith('\n'))) return undefined;

  const event = eventOfEntries(record.entries, { request_id_fields, decode: decodeJsonText });
  return behind === '' ? event : { ...event, message: event.message + behind };
}

/**
 * The event of named values, of JSON or of a table's row, see {@link eventOfJson}.
 *
 * @param options.decode - The text of a string as it stands there.
 */
export function eventOfEntries(
  entries: readonly JsonEntry[],
  options: { request_id_fields: readonly string[]; decode: (raw: string) => string },
): RawEvent {
  const { request_id_fields, decode } = options;
  const chosen = new Map<FileField, { entry: JsonEntry; rank: number }>();
  for (const entry of entries) {
    const roles = configuredRoles(entry.path, request_id_fields) ?? rolesOf(entry.path);
    for (const { field, rank } of roles) {
      const best = chosen.get(field);
      if (best !== undefined && best.rank < rank) continue;
      const isLevelNumber = field === 'level' && isNumber(entry.raw);
      const scale = isLevelNumber ? scaleOf(entries, lastKeyOf(entry.path)) : NO_SCALE;
      if (fits(field, entry, scale)) chosen.set(field, { entry, rank });
    }
  }
  if (!chosen.has('timestamp')) {
    const time = entries.find(({ raw, is_string }) => is_string && FULL_TIME.test(raw));
    if (time) chosen.set('timestamp', { entry: time, rank: 0 });
  }
  const read: FieldLookup = (field) => {
    const entry = chosen.get(field)?.entry;
    if (!entry || entry.is_string) return entry && decode(entry.raw);
    return (field === 'message' ? textOfBytes(entry.raw) : undefined) ?? entry.raw;
  };
  const message = read('message');
  const level = chosen.get('level')?.entry;
  return {
    ...eventOf(
      read,
      message === undefined ? textOfEntries(entries, chosen) : withoutLineEnd(message),
      level ? levelWord(read('level')!, scaleOf(entries, lastKeyOf(level.path))) : unsaidLevel(entries),
    ),
    layer: entries.some(({ path }) => TRANSPORT_KEYS.includes(path)) ? 'transport' : 'logger',
  };
}

/** Cells that hold nothing, in CSV, W3C and Zeek. */
const EMPTY_CELLS: readonly string[] = ['', '-', '(empty)'];

/**
 * The event of a row; undefined where all of its cells are empty.
 *
 * @param names - Of the columns.
 */
export function eventOfRow(
  names: readonly string[],
  row: readonly string[],
  request_id_fields: readonly string[],
): RawEvent | undefined {
  const entries = names.flatMap((path, column): JsonEntry[] => {
    const raw = row[column] ?? '';
    return EMPTY_CELLS.includes(raw) ? [] : [{ path, raw, is_string: true }];
  });
  if (entries.length === 0) return undefined;
  // What a table says is what its maker knew of the line: it wins, as what a shipper sends does.
  const { layer: _layer, ...event } = eventOfEntries(entries, { request_id_fields, decode: (raw) => raw });
  return unwrapped(event, request_id_fields);
}

/** The event within what a shipper sent, where its message is JSON. */
export function unwrapped(event: RawEvent, request_id_fields: readonly string[]): RawEvent {
  const inner = eventOfJson(event.message, request_id_fields);
  if (!inner) return event;
  const { message: _message, ...sent } = event;
  return { ...inner, sent };
}

/** Of a path that the configuration has for request ids: it is one before all others, and what it is besides. */
function configuredRoles(path: string, request_id_fields: readonly string[]): Role[] | undefined {
  const place = request_id_fields.indexOf(path);
  if (place < 0) return undefined;
  const others = rolesOf(path).filter(({ field }) => field !== 'request_id');
  return [{ field: 'request_id', rank: place - request_id_fields.length }, ...others];
}

/** A time with its date, as ISO 8601 has it. */
const FULL_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}/;

/** Fields of the header, which are no part of the text; what is told of the answer stays in it. */
const HEADER_ROLES: readonly FileField[] = ['timestamp', 'nanoseconds', 'level', 'service', ...ID_FIELDS];

function textOfEntries(
  entries: readonly JsonEntry[],
  chosen: ReadonlyMap<FileField, { entry: JsonEntry }>,
): string {
  const header = HEADER_ROLES.map((field) => chosen.get(field)?.entry);
  const textOf = (some: readonly JsonEntry[]) =>
    some.map(({ path, raw }) => `${path}=${valueOf(raw)}`).join(' ');
  const beside = entries.filter(
    (entry) => !header.includes(entry) && (entry.is_string || entry.raw !== 'null'),
  );
  return textOf(beside.length > 0 ? beside : entries);
}

function valueOf(raw: string): string {
  const line = raw.replace(/[\n\r]/g, ' ');
  return line === '' || /[ \t]/.test(line) ? `"${line}"` : line;
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
