import type { SkipReason } from '../../../../common/documents/log_document.ts';
import { normalizeLevel } from '../../../../common/level_spelling.ts';
import { isContinuation } from '../../ingest/continuation/continuation.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import type { AutomatonTables } from '../automaton/automaton.ts';
import { compileAnew, type Recall, recallAutomaton } from '../automaton/recall.ts';
import { Scanner } from '../automaton/scanner.ts';
import { isBlank, trimEndBlanks } from '../header/blank.ts';
import { compileHeader, type HeaderTables } from '../header/compile_header.ts';
import { type HeaderExplanation, HeaderReader } from '../header/read_header.ts';
import { isLogTime, readTimestamp, type TimeContext } from '../header/timestamp.ts';
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
export type ReadLine = Header & { readonly message: string; readonly skipped?: SkipReason };

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

/** The time that a carrier wrote: ISO 8601, or seconds, milliseconds, micro- or nanoseconds since the epoch. */
export function readCarrierTime(value: string | number, context: TimeContext): number | undefined {
  const text = String(value).trim();
  if (!/^\d+(\.\d+)?$/.test(text))
    return /^\d{4}[-/]/.test(text) ? readTimestamp(text, 'YMDhmsf', context) : undefined;
  const digits = text.split('.', 1)[0]!.length;
  const number = Number(text);
  const scale = digits <= 10 ? 1000 : digits <= 13 ? 1 : digits <= 16 ? 1e-3 : 1e-6;
  const instant = Math.floor(number * scale);
  return isLogTime(instant) ? instant : undefined;
}

/** Reads header and message of a line, and masks messages: everything that does not depend on what was learned. */
export class LineReader {
  readonly tables: ReaderTables;
  private header_reader: HeaderReader | undefined;
  private readonly scanner: Scanner;

  constructor(tables: ReaderTables) {
    this.tables = tables;
    this.scanner = new Scanner(tables.masks);
  }

  /** Made when a line with a header comes: whoever reads messages alone does without. */
  private get header(): HeaderReader {
    return (this.header_reader ??= new HeaderReader(this.tables.header));
  }

  /** The carrier's own fields win over what the line says. Of a multi-line event the first line is mined. */
  read(event: RawEvent, context: TimeContext): ReadLine {
    const skip = (skipped: SkipReason): ReadLine => ({
      ...withCarrierFields(event, {}, context),
      message: event.message,
      skipped,
    });
    if (isEmpty(event.message)) return skip('empty');
    if (isLonger(event.message, this.tables.limits.max_message_bytes)) return skip('too_long');
    if (isContinuation(event.message)) return skip('continuation');
    const { header, messageStart } = this.header.read(event.message, context);
    const lineEnd = event.message.indexOf('\n', messageStart);
    const message = trimEndBlanks(event.message.slice(messageStart, lineEnd < 0 ? undefined : lineEnd));
    const line = withCarrierFields(event, header, context) as {
      -readonly [Field in keyof ReadLine]: ReadLine[Field];
    };
    line.message = message;
    if (message === '') line.skipped = 'empty';
    return line;
  }

  /**
   * Where the message of a line begins that has no line feed and is short enough, -1 where it has none to be mined: what
   * {@link read} finds, for whoever does not ask about the header.
   */
  messageStart(line: string): number {
    if (isEmpty(line) || isContinuation(line)) return -1;
    const start = this.header.messageStart(line);
    return start < line.length ? start : -1;
  }

  /** See {@link HeaderReader.headOf}. */
  headOf(line: string): ReturnType<HeaderReader['headOf']> {
    return this.header.headOf(line);
  }

  /** See {@link HeaderReader.lastLayout}. */
  get lastLayout(): number | undefined {
    return this.header.lastLayout;
  }

  /** See {@link HeaderReader.explain}. */
  explain(line: string): HeaderExplanation {
    return this.header.explain(line);
  }

  /** The columns of a message, values masked. */
  mask(message: string): MaskedColumn[] {
    const { mask_kinds: kinds, limits } = this.tables;
    return maskLine({ message, scanner: this.scanner, kinds, maxColumns: limits.max_columns });
  }
}

function isEmpty(text: string): boolean {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at === text.length;
}

function withCarrierFields(event: RawEvent, header: Header, context: TimeContext): Header {
  const time = event.timestamp === undefined ? undefined : readCarrierTime(event.timestamp, context);
  const level = event.level === undefined ? undefined : normalizeLevel(event.level);
  return headerOf({
    timestamp: time ?? header.timestamp,
    level: level ?? header.level,
    service: event.service ?? header.service,
    request_id: event.request_id ?? event.trace_id ?? header.request_id,
    trace_id: event.trace_id ?? header.trace_id,
    span_id: event.span_id ?? header.span_id,
  });
}
