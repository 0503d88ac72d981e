import { textOfBytes } from '../envelope.ts';

/** A JSON object. */
type JsonObject = Readonly<Record<string, unknown>>;

/** A line as a container runtime or a prefix wraps it, when it brings raw lines and not events. */
export interface CarriedLine {
  /** Which of the wrapped streams it is of. */
  readonly stream: string;
  readonly text: string;
  /** Less than a line: the next of its stream goes on with it. */
  readonly is_part: boolean;
  /** The wrapper says whether it is a part; else only a line end is missing. */
  readonly is_marked: boolean;
  /** The wrapped line that holds another text instead. */
  readonly with: (text: string) => string;
}

/** CRI, the container runtimes of Kubernetes: time, stream, and P for a part or F for a whole line. */
const CRI = /^(\S{19,40} (stdout|stderr) )([FP])(?::\S*)?(?: |$)/;
/** docker compose, PM2, kubectl --prefix. */
const PREFIX = /^(?:[\w.-]{1,64} +\| |\d+\|[\w.-]+ +\| |\[(?:pod|\w+)\/[\w./-]+\] )/;

/**
 * How a line is wrapped; undefined where it is by none of those that are known to bring raw lines.
 *
 * @example
 * carriedLine('2026-01-15T10:00:00Z stderr F \tat a.B.c(B.java:1)')?.text // '\tat a.B.c(B.java:1)'
 */
export function carriedLine(line: string): CarriedLine | undefined {
  if (line.startsWith('{')) {
    const object = MAYBE_CARRIER.test(line) ? jsonObjectOf(line) : undefined;
    return object && (fromDocker(object) ?? fromJournal(object));
  }
  const cri = CRI.exec(line);
  if (cri) {
    return {
      stream: cri[2]!,
      text: line.slice(cri[0].length),
      is_part: cri[3] === 'P',
      is_marked: true,
      with: (text) => `${cri[1]!}F ${text}`,
    };
  }
  const prefix = PREFIX.exec(line)?.[0];
  if (prefix === undefined) return undefined;
  return {
    stream: prefix,
    text: line.slice(prefix.length),
    is_part: false,
    is_marked: true,
    with: (text) => prefix + text,
  };
}

/** Most JSON is none of these, and is not read twice. */
const MAYBE_CARRIER = /"(?:stream|MESSAGE)"/;

function jsonObjectOf(line: string): JsonObject | undefined {
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return undefined;
  }
}

const KEYS_OF_DOCKER = new Set(['log', 'stream', 'time', 'attrs']);

/** Docker's json-file, and the same with what a shipper adds: only Docker itself keeps the line end. */
function fromDocker(object: JsonObject): CarriedLine | undefined {
  const { log, stream } = object;
  if (typeof log !== 'string' || typeof stream !== 'string') return undefined;
  const isBare = Object.keys(object).every((key) => KEYS_OF_DOCKER.has(key));
  const pod = fieldOf(object.kubernetes, 'pod_name') ?? fieldOf(object.kubernetes, 'container_name') ?? '';
  return {
    stream: `${stream} ${pod}`,
    text: log.replace(/\r?\n$/, ''),
    is_part: isBare && 'time' in object && !log.endsWith('\n'),
    is_marked: false,
    with: (text) => JSON.stringify({ ...object, log: text }),
  };
}

/** journalctl -o json. */
function fromJournal(object: JsonObject): CarriedLine | undefined {
  const { MESSAGE: message, _PID: process, SYSLOG_IDENTIFIER: identifier } = object;
  const text = Array.isArray(message) ? textOfBytes(JSON.stringify(message)) : message;
  if (typeof text !== 'string') return undefined;
  return {
    stream: `${String(identifier)} ${String(process)}`,
    text,
    is_part: false,
    is_marked: true,
    with: (other) => JSON.stringify({ ...object, MESSAGE: other }),
  };
}

function fieldOf(object: unknown, key: string): string | undefined {
  const value = typeof object === 'object' && object !== null ? (object as JsonObject)[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
