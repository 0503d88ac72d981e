import type { IngestCounters } from '../ingest_counters.ts';
import type { NumberedEvent } from '../raw_event.ts';
import { ContinuationFollower } from './follower.ts';
import { isContinuation } from './continuation.ts';
import { joinedHead } from './two_line_heads.ts';
import { asRecord } from './records.ts';

/** What one event may grow to by continuation lines. */
export const JOIN_LIMITS = {
  /** The deepest stack traces of frameworks have some 300 frames; beyond 500 a recursion repeats itself. */
  lines: 500,
  /** Of the whole event: a longer one would be skipped by the parse stage. */
  bytes: 65_536,
};

/** Lines after which an event gets no more, though its stream says nothing: others wait behind it. */
export const MAX_LINES_APART = 1000;
/** Streams that are told apart; of more, the one that came first is forgotten. */
const MAX_STREAMS = 1000;

/** What is known of the header of a line; undefined where it has none. */
export type HeadOf = (line: string) => { readonly has_time: boolean; readonly message: number } | undefined;

/** A line that may begin an event. */
export interface JoinableLine {
  /** Which of several streams in one input it is of: lines of others do not go on with it. */
  readonly stream: string;
  /** Without what wraps it. Absent: it is an event of its own whatever it says, such as a JSON record. */
  readonly text: string | undefined;
  /** Made where the line begins an event. */
  readonly event: () => NumberedEvent;
  readonly line_number: number;
}

/** An event and what its lines are so far. */
interface OpenEvent {
  readonly head: NumberedEvent;
  readonly lines: string[];
  bytes: number;
  last_line: number;
  is_complete: boolean;
}

/** One of the streams of an input. */
interface Stream {
  readonly follower: ContinuationFollower;
  event: OpenEvent | undefined;
  /** The header of the line that was read last, digits being alike; undefined where it had none. */
  prefix: string | undefined;
  /** The event begins with a time. */
  is_dated: boolean;
  /** Events that begin with a time, and such that do not. */
  dated: number;
  undated: number;
  /** The event's first line is the one above, and has a header. */
  is_behind_head: boolean;
}

/**
 * What looks like a header that nobody knows: a time near the begin, a level in capitals, a bracket or number first. Rather
 * an event too many than one that is hidden in another.
 */
const LIKE_HEADER =
  /^(?:[[\d\x1b]|<\d)|^(?:\S{1,40} +){0,4}?\S{0,3}(?:\d{1,2}:\d{2}:\d{2}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})|\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b/;
const LIKE_HEADER_LENGTH = 96;
/** A stack frame that is certain, not just a line with blanks before it: many loggers indent. */
const FRAME_BEHIND_HEADER =
  /^(?:\s*at [\w$.<>/]+\([^)]*\)|Caused by: |\s*\.\.\. \d+ (?:more|common)|Traceback \(most|\s*File "[^"]+", line \d)/;
/** What Linux prints of itself below the line that says what happened. */
const DUMP_OF_KERNEL =
  /^(?:\[ *\d+\.\d+\] +)?(?:#PF: |PGD |Oops: |CPU: \d+ |Hardware name: |Workqueue: |(?:R[A-Z\d]{2}|[CDF]S|CR\d|EIP|EFLAGS): |Code: |Call [Tt]race:|Modules linked in: |<\/?(?:TASK|IRQ|NMI)>$|(?:\? )?[\w.]+\+0x[\da-f]+\/0x|\[<[\da-f]+>\]|---\[ end trace)/;

/** How JavaScript prints an error, which looks like a level where the class has no other name. */
const ERROR_OF_JAVASCRIPT = /^(?:Uncaught )?Error(?: \[\w+\])?: /;

/** What PostgreSQL says more of the message above, behind the same prefix. */
const FIELD_OF_POSTGRESQL = /^(?:DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT|BACKTRACE): {2}/;

/**
 * Puts the lines of events together, each stream for itself. An event ends where a line with a header begins the next, or
 * a line that by its grammar begins one; where the events of a stream begin with a time, a line that has nothing of a
 * header goes on with the event above, whatever it says.
 *
 * Events come out in the order in which they begin.
 */
export class EventJoiner {
  readonly #counters: IngestCounters;
  readonly #headOf: HeadOf;
  readonly #limits: typeof JOIN_LIMITS;
  readonly #encoder = new TextEncoder();
  readonly #streams = new Map<string, Stream>();
  /** In the order in which they begin; none before the first open one is complete. */
  #queue: OpenEvent[] = [];

  constructor({
    counters,
    headOf,
    limits = JOIN_LIMITS,
  }: {
    readonly counters: IngestCounters;
    readonly headOf: HeadOf;
    readonly limits?: typeof JOIN_LIMITS;
  }) {
    this.#counters = counters;
    this.#headOf = headOf;
    this.#limits = limits;
  }

  /** Takes the next line of a stream. */
  add(line: JoinableLine): void {
    const stream = this.#streamOf(line.stream);
    if (!this.#goesOn(line, stream)) this.#begin(line, stream);
  }

  /** The events that the end of the input completes. */
  end(): NumberedEvent[] {
    for (const event of this.#queue) event.is_complete = true;
    const events = this.release({ read: 0, before: Infinity });
    for (const stream of this.#streams.values()) stream.event = undefined;
    return events;
  }

  #streamOf(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      if (this.#streams.size >= MAX_STREAMS) this.#streams.delete(this.#streams.keys().next().value!);
      stream = {
        follower: new ContinuationFollower(),
        event: undefined,
        prefix: undefined,
        is_dated: false,
        dated: 0,
        undated: 0,
        is_behind_head: false,
      };
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Appends a line to the event above, where it goes on with it. */
  #goesOn({ text, line_number }: JoinableLine, stream: Stream): boolean {
    if (text === undefined) {
      stream.follower.begin('');
      stream.prefix = undefined;
      stream.is_dated = false;
      stream.is_behind_head = false;
      return false;
    }
    // What begins with a blank has no header of its own, and most such lines are frames.
    const header = isContinuation(text) ? undefined : this.#headOf(text);
    if (header && this.#isFrame(text, { stream, message: header.message, line_number })) return true;
    if (header?.has_time) {
      stream.follower.begin(text.slice(header.message));
      stream.dated += 1;
      stream.is_dated = true;
      stream.is_behind_head = true;
      return false;
    }
    const standing = stream.follower.take(text);
    const goesOn =
      standing === 'goes_on' ||
      (standing === undefined && this.#isOrphan(text, { stream, hasHeader: header !== undefined }));
    if (goesOn && this.#join(stream, text, line_number)) return true;
    if (standing === undefined) stream.undated += 1;
    if (!header) stream.prefix = undefined;
    stream.is_dated = false;
    stream.is_behind_head = false;
    return false;
  }

  /** Appends a line that has the header of the line above and a frame behind it, as syslog and the kernel print traces. */
  #isFrame(
    text: string,
    { stream, message, line_number }: { stream: Stream; message: number; line_number: number },
  ): boolean {
    const prefix = text.slice(0, message).trimEnd().replace(/\d+/g, '0');
    const body = text.slice(message);
    const above = stream.prefix;
    stream.prefix = prefix;
    if (prefix === '') return false;
    // The level is part of the header above, its place is taken by what the line adds.
    if (FIELD_OF_POSTGRESQL.test(body) && above?.startsWith(prefix)) {
      return this.#join(stream, body, line_number);
    }
    if (prefix !== above) return false;
    return (
      (FRAME_BEHIND_HEADER.test(body) || DUMP_OF_KERNEL.test(body)) && this.#join(stream, body, line_number)
    );
  }

  /** A line that only the file tells to go on with the event above. */
  #isOrphan(text: string, { stream, hasHeader }: { stream: Stream; hasHeader: boolean }): boolean {
    const { event } = stream;
    if (event === undefined || event.lines.length >= this.#limits.lines) return false;
    if (stream.is_behind_head && joinedHead(event.head.event.message, text) !== undefined) return true;
    return (
      (!hasHeader || ERROR_OF_JAVASCRIPT.test(text)) &&
      stream.is_dated &&
      stream.dated > stream.undated &&
      !LIKE_HEADER.test(text.slice(0, LIKE_HEADER_LENGTH))
    );
  }

  #begin({ event, line_number }: JoinableLine, stream: Stream): void {
    if (stream.event) stream.event.is_complete = true;
    const head = event();
    stream.event = { head, lines: [], bytes: 0, last_line: line_number, is_complete: false };
    // A line that was put together begins where its first part stands.
    let place = this.#queue.length;
    while (place > 0 && this.#queue[place - 1]!.head.line_number > head.line_number) place -= 1;
    this.#queue.splice(place, 0, stream.event);
  }

  /** Appends a line, or drops and counts it beyond the limits; false where there is no event above. */
  #join(stream: Stream, text: string, line_number: number): boolean {
    const { event } = stream;
    if (event === undefined || event.is_complete) return false;
    stream.is_behind_head = false;
    event.last_line = line_number;
    if (event.lines.length === 0) event.bytes = this.#bytesOf(event.head.event.message);
    event.bytes += this.#bytesOf(text) + 1;
    if (event.lines.length < this.#limits.lines && event.bytes <= this.#limits.bytes) {
      event.lines.push(text);
      this.#counters.joined += 1;
    } else {
      this.#counters.continuation_dropped += 1;
    }
    return true;
  }

  /**
   * The events that are complete; one that has waited for too long is.
   *
   * @param options.read - The number of the last line that was read.
   * @param options.before - The first line that is still to be added, as its parts are not all there.
   */
  release({ read, before }: { readonly read: number; readonly before: number }): NumberedEvent[] {
    const events: NumberedEvent[] = [];
    for (const open of this.#queue) {
      if (read - open.last_line > MAX_LINES_APART) open.is_complete = true;
      if (!open.is_complete || open.head.line_number >= before) break;
      events.push(whole(open));
    }
    if (events.length === this.#queue.length) this.#queue = [];
    else if (events.length > 0) this.#queue.splice(0, events.length);
    return events;
  }

  #bytesOf(text: string): number {
    return this.#encoder.encode(text).length;
  }
}

/** An event with all its lines. */
function whole({ head, lines }: OpenEvent): NumberedEvent {
  if (lines.length === 0) return head;
  const { event } = head;
  return { ...head, event: asRecord(event, lines) ?? { ...event, message: messageOf(event.message, lines) } };
}

function messageOf(first: string, lines: readonly string[]): string {
  for (const [index, line] of lines.entries()) {
    const joined = joinedHead(first, line);
    if (joined !== undefined) return [joined, ...lines.slice(0, index), ...lines.slice(index + 1)].join('\n');
    if (index === MAX_LINES_OF_HEAD) break;
  }
  return [first, ...lines].join('\n');
}

const MAX_LINES_OF_HEAD = 4;
