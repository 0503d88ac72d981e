import type { SkipReason } from '../../../../common/documents/log_document.ts';
import { OPENING_BRACE } from '../../../../common/characters.ts';
import type { Level } from '../../../../common/levels.ts';
import { normalizeLevel } from '../../../../common/level_spelling.ts';
import { eventOfJson } from '../../ingest/envelope.ts';
import { isContinuation } from '../../ingest/continuation/continuation.ts';
import type { CarrierFields, RawEvent } from '../../ingest/raw_event.ts';
import type { AutomatonTables } from '../automaton/automaton.ts';
import { compileAnew, type Recall, recallAutomaton } from '../automaton/recall.ts';
import { Scanner } from '../automaton/scanner.ts';
import { isBlank, trimEndBlanks } from '../header/blank.ts';
import { compileHeader, type HeaderTables } from '../header/compile_header.ts';
import { type HeaderExplanation, HeaderReader } from '../header/read_header.ts';
import type { DateOrders, TimeContext } from '../header/timestamp.ts';
import { maskLine, type MaskedColumn } from '../masks/masked_line.ts';
import { DEFAULT_MASKS, type Mask, type MaskKind } from '../masks/masks.ts';
import { type Header, headerOf } from '../parsed_event.ts';

/** How lines are read, as plain tables: part of the compiled matcher, executed alike in TypeScript and Painless. */
export interface ReaderTables {
  readonly masks: AutomatonTables;
  readonly mask_kinds: readonly MaskKind[];
  readonly header: HeaderTables;
  readonly limits: ReaderLimits;
}

/** Bounds that keep the cost of a line linear. */
export interface ReaderLimits {
  /** UTF-8 bytes beyond which a message is skipped: Painless stops a script after a million steps. */
  readonly max_message_bytes: number;
  /** Columns beyond which the rest of a message is one value. */
  readonly max_columns: number;
}

/** See {@link ReaderLimits}. 256 columns hold every message of the corpora we know; stack depth follows from it. */
export const DEFAULT_READER_LIMITS: ReaderLimits = { max_message_bytes: 65_536, max_columns: 256 };

/**
 * Compiles masks and layouts into tables.
 *
 * @param options.formats - Formats of the user for headers that are not recognised, see header/format.ts.
 * @param options.recall - What was compiled before is taken from there.
 */
export function compileReader(
  options: { masks?: readonly Mask[]; formats?: readonly string[]; recall?: Recall } = {},
): ReaderTables {
  const { recall = compileAnew, formats } = options;
  const masks = [...(options.masks ?? []), ...DEFAULT_MASKS];
  return {
    masks: recallAutomaton(recall, masks),
    mask_kinds: masks.map(({ kind }) => kind),
    header: compileHeader(formats, recall),
    limits: DEFAULT_READER_LIMITS,
  };
}

/** A line after its header was read, before its message is masked and a template is looked up. */
export type ReadLine = Header & {
  readonly message: string;
  readonly skipped?: SkipReason;
};

/** Whether a text has more bytes than this, which is looked up only where it is not clear from its characters. */
function isLonger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * MAX_CHARACTER_BYTES > bytes && utf8Length(text) > bytes);
}

/** UTF-8 bytes of one UTF-16 unit. */
const MAX_CHARACTER_BYTES = 3;

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** What the status of an answer says where nothing else says a level: 5xx is an error, 4xx a warning. */
function levelOfStatus(status: string | undefined): Level | undefined {
  if (status?.startsWith('5')) return 'ERROR';
  return status?.startsWith('4') ? 'WARN' : undefined;
}

const PROTOCOL = ' HTTP/';
/** Characters of its version and the quote behind it, at most. */
const VERSION_LENGTH = 4;

/** Where the request in quotes ends: behind its protocol or, where a client sent nonsense, at the next quote. */
function endOfRequest(text: string, from: number): number {
  const protocol = text.indexOf(PROTOCOL, from);
  if (protocol < 0) return text.charAt(from) === '"' ? text.indexOf('"', from + 1) : -1;
  const version = protocol + PROTOCOL.length;
  const quote = text.indexOf('"', version);
  return quote > version + VERSION_LENGTH ? -1 : quote;
}

/** The status in a line of an access log: three digits behind the request in quotes. */
function statusOfAnswer(text: string, from: number): string | undefined {
  const quote = endOfRequest(text, from);
  if (quote < 0 || text.charAt(quote + 1) !== ' ') return undefined;
  const status = text.slice(quote + 2, quote + 5);
  return /^[1-5]\d\d$/.test(status) && !/\d/.test(text.charAt(quote + 5)) ? status : undefined;
}

/** Layers of text within text that are unwrapped. */
export const MAX_LAYERS = 5;
/** Characters of a line whose message is too long that may hold its header. */
export const LONG_HEAD = 2048;
const NO_FIELDS: readonly string[] = [];
/** For whoever does not ask about times. */
const ANY_TIME: TimeContext = { time_zone: 'UTC', reference: 0 };

/** Reads header and message of a line, and masks messages: everything that does not depend on what was learned. */
export class LineReader {
  readonly tables: ReaderTables;
  private header_reader: HeaderReader | undefined;
  private readonly scanner: Scanner;
  private readonly status_levels: boolean;
  private learned_dates: DateOrders | undefined;
  /** Of the line that is read, see {@link CarrierFields.http_status}. */
  private http_status: string | undefined;

  /** @param options.status_levels - Whether the status of an answer is a level where nothing else says one. */
  constructor(tables: ReaderTables, { status_levels = true } = {}) {
    this.tables = tables;
    this.status_levels = status_levels;
    this.scanner = new Scanner(tables.masks);
  }

  /** Made when a line with a header comes: whoever reads messages alone does without. */
  private get header(): HeaderReader {
    return (this.header_reader ??= new HeaderReader(this.tables.header));
  }

  /**
   * Reads a line layer by layer: a header, a JSON object behind it, the header of its message, … Of a multi-line event the
   * first line that has more than a header is mined. What says more about the line wins: see {@link RawEvent.layer}.
   */
  read(event: RawEvent, context: TimeContext): ReadLine {
    this.http_status = undefined;
    const line = this.readLayer(event, context, MAX_LAYERS);
    const isSilent = this.status_levels && line.level === undefined;
    const level = isSilent ? levelOfStatus(this.http_status) : undefined;
    return level === undefined ? line : { ...line, level, is_level_derived: true };
  }

  /** As {@link read}, and takes up what the line says about the order of dates. */
  learn(event: RawEvent, context: TimeContext): ReadLine {
    this.learned_dates = context.dates;
    const line = this.read(event, context);
    this.learned_dates = undefined;
    return line;
  }

  private readLayer(event: RawEvent, context: TimeContext, layers: number): ReadLine {
    const line = this.readText(event.message, context, layers);
    this.http_status ??= event.http_status ?? event.sent?.http_status;
    if (event.layer === undefined && !hasFields(event)) return line;
    const own = this.fieldsOf(event, context);
    let header: Header;
    if (event.layer === undefined) header = merged(own, line);
    else if (event.layer === 'transport' || line.timestamp !== undefined) header = merged(line, own);
    else header = merged(own, line);
    if (event.sent) header = merged(this.fieldsOf(event.sent, context), header);
    return withMessage(header, line.message, line.skipped);
  }

  private readText(coloured: string, context: TimeContext, layers: number): ReadLine {
    const text = withoutColours(coloured);
    if (isEmpty(text)) return { message: text, skipped: 'empty' };
    const { limits } = this.tables;
    const first = firstOf(text);
    if (text.charCodeAt(first) === OPENING_BRACE && layers > 0) {
      const inner = eventOfJson(text, NO_FIELDS);
      if (inner) return this.readLayer(inner, context, layers - 1);
    }
    const isLong = isLonger(text, limits.max_message_bytes);
    if (!isLong && isContinuation(text)) return { message: text, skipped: 'continuation' };
    const { header, messageStart, http_status } = this.header.read(
      isLong ? text.slice(0, LONG_HEAD) : text,
      context,
    );
    if (this.learned_dates) this.header.noteDate(text, this.learned_dates);
    const isSilent = header.level === undefined && header.timestamp !== undefined;
    const status = isSilent ? http_status : undefined;
    if (text.charCodeAt(messageStart) === OPENING_BRACE && messageStart > 0 && layers > 0) {
      const inner = eventOfJson(text.slice(messageStart), NO_FIELDS);
      if (inner) {
        const line = this.readLayer(inner, context, layers - 1);
        this.http_status ??= status;
        return withMessage(merged(line, header), line.message, line.skipped);
      }
    }
    this.http_status ??= status;
    if (isLong) return withMessage(header, text, 'too_long');
    if (isSilent) this.http_status ??= statusOfAnswer(text, messageStart);
    const lineEnd = text.indexOf('\n', messageStart);
    const message = trimEndBlanks(text.slice(messageStart, lineEnd < 0 ? undefined : lineEnd));
    return withMessage(header, message, message === '' ? 'empty' : undefined);
  }

  /** What a carrier says, read as what a header says. */
  private fieldsOf(fields: CarrierFields, context: TimeContext): Header {
    const { timestamp, level, service, request_id, trace_id, span_id } = fields;
    return headerOf({
      timestamp: timestamp === undefined ? undefined : this.header.readTime(String(timestamp), context),
      level: level === undefined ? undefined : normalizeLevel(level),
      service,
      request_id: request_id ?? trace_id,
      trace_id,
      span_id,
    });
  }

  /**
   * Where the message of a line begins that has no line feed, no {@link ESCAPE}, and is short enough, -1 where it has none to
   * be mined: what {@link read} finds, for whoever does not ask about the header.
   */
  messageStart(line: string): number {
    if (isEmpty(line) || isContinuation(line)) return -1;
    const start = this.header.messageStart(line);
    return start < line.length ? start : -1;
  }

  /** The message of a line that may be JSON within, undefined where it has none to be mined. */
  messageOf(line: string): string | undefined {
    const { message, skipped } = this.read({ message: line }, ANY_TIME);
    return skipped === undefined ? message : undefined;
  }

  /** See {@link HeaderReader.headOf}. */
  headOf(line: string): ReturnType<HeaderReader['headOf']> {
    return this.header.headOf(withoutColours(line));
  }

  /** See {@link HeaderReader.lastLayout}. */
  get lastLayout(): number | undefined {
    return this.header.lastLayout;
  }

  /** See {@link HeaderReader.explain}. */
  explain(line: string): HeaderExplanation {
    return this.header.explain(withoutColours(line));
  }

  /** The columns of a message, values masked. */
  mask(message: string): MaskedColumn[] {
    const { mask_kinds: kinds, limits } = this.tables;
    return maskLine({ message, scanner: this.scanner, kinds, maxColumns: limits.max_columns });
  }
}

function isEmpty(text: string): boolean {
  return firstOf(text) === text.length;
}

/** ECMA-48: how terminals are told colours and the like. */
export const ESCAPE = '\u001b';

/** The text without what only terminals read. */
function withoutColours(text: string): string {
  let at = text.indexOf(ESCAPE);
  if (at < 0) return text;
  let plain = '';
  let from = 0;
  for (; at >= 0; at = text.indexOf(ESCAPE, from)) {
    plain += text.slice(from, at);
    from = at + 1;
    if (text.charCodeAt(from) !== OPENING_BRACKET) continue;
    from += 1;
    while (from < text.length && text.charCodeAt(from) < FINAL_BYTE) from += 1;
    from += 1;
  }
  return plain + text.slice(from);
}
const OPENING_BRACKET = 91;
/** The first of the characters that end a sequence. */
const FINAL_BYTE = 64;

/** The place of the first character that is no blank. */
function firstOf(text: string): number {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function hasFields(event: RawEvent): boolean {
  for (const name in event) if (name !== 'message') return true;
  return false;
}

/** Where both say something, what the first says. */
function merged(first: Header, second: Header): Header {
  return headerOf({
    timestamp: first.timestamp ?? second.timestamp,
    level: first.level ?? second.level,
    service: first.service ?? second.service,
    request_id: first.request_id ?? second.request_id,
    trace_id: first.trace_id ?? second.trace_id,
    span_id: first.span_id ?? second.span_id,
  });
}

function withMessage(header: Header, message: string, skipped?: SkipReason): ReadLine {
  const line = header as { -readonly [Field in keyof ReadLine]: ReadLine[Field] };
  line.message = message;
  if (skipped !== undefined) line.skipped = skipped;
  return line;
}
