import { normalizeLevel } from '../../../../common/level_spelling.ts';
import type { Level } from '../../../../common/levels.ts';
import { decodeTable } from '../automaton/automaton.ts';
import { Scanner, statesTowards } from '../automaton/scanner.ts';
import { type Header, headerOf } from '../parsed_event.ts';
import { endOfColumn, isBlank, trimBlanks } from './blank.ts';
import { type HeaderTables, ROLE } from './compile_header.ts';
import { HEADER_FIELDS, type HeaderField } from '../../settings/line_format.ts';
import type { Cut } from './header_rules.ts';
import { LayoutChoice } from './layout_choice.ts';
import { KnownHeaders } from './known_headers.ts';
import type { LayoutElement } from './layouts.ts';
import { type DateOrders, readTimestamp, type TimeContext } from './timestamp.ts';
import { isAlphanumeric, isDigit, isLetter, LINE_FEED, ZERO } from '../../../../common/characters.ts';

/** Headers are short: no token of one begins, and no value of a user's format ends, behind this many characters. */
export const MAX_HEADER_LENGTH = 1024;

/** RFC 5424 table 2, by the priority modulo 8. */
export const SYSLOG_LEVELS: readonly Level[] = [
  'FATAL',
  'CRITICAL',
  'CRITICAL',
  'ERROR',
  'WARN',
  'NOTICE',
  'INFO',
  'DEBUG',
];
/** Levels that some servers write as a sign, and those of CEF ("ArcSight Common Event Format", severity), ten of which are LEEF's. */
export const SIGN_LEVELS: Readonly<Record<string, Level>> = {
  '.': 'DEBUG',
  '-': 'DEBUG',
  '*': 'NOTICE',
  '#': 'WARN',
  0: 'INFO', 1: 'INFO', 2: 'INFO', 3: 'INFO', 4: 'WARN', 5: 'WARN', 6: 'WARN', 7: 'ERROR', 8: 'ERROR', 9: 'CRITICAL', 10: 'CRITICAL',
  Low: 'INFO', Medium: 'WARN', High: 'ERROR', 'Very-High': 'CRITICAL',
}; // prettier-ignore

const COUNTS_IN_BRACKETS: ReadonlySet<string | undefined> = new Set([ROLE.time, ROLE.level]);

/** Headers of one line, one behind the other. */
export const MAX_HEADERS = 4;

/** No rule: nothing known begins there, or nothing at all. */
const NONE = -1;
/** A value that no rule cuts: a column, or text of a user's format. */
const PLAIN = -2;

const SPACE = 32;
const OPENERS = '[<(';
const CLOSERS = ']>)';
/** By character: the one that closes what it opens, 0 for what opens nothing. */
const CLOSER_OF = new Uint8Array(128);
for (let at = 0; at < OPENERS.length; at += 1) CLOSER_OF[OPENERS.charCodeAt(at)] = CLOSERS.charCodeAt(at);
const CLOSING_BRACKET = 93;

/** Where a value ends that is followed by an id in brackets, or by a colon. */
function endOfProcess(text: string): number {
  const bracket = text.indexOf('[');
  if (bracket >= 0) return bracket;
  if (text.endsWith(':')) return text.length - 1;
  const colon = text.includes('::') ? -1 : text.indexOf(':');
  return colon < 0 ? text.length : colon;
}

/** The value within a token, without brackets, keys and quotes. */
function cutValue(token: string, cut: Cut): string {
  if (cut === 'process') return token.slice(0, endOfProcess(token));
  if (cut === 'pair') {
    const value = token.slice(token.search(/[:/]/) + 1);
    return trimBlanks(value.slice(0, value.search(/[:(]/)));
  }
  if (cut === 'location') {
    const end = token.lastIndexOf('@');
    return token.slice(token.lastIndexOf(':', end) + 1, end);
  }
  if (cut === 'head') return token.slice(1, token.indexOf(':'));
  if (cut === 'last')
    return token.slice(Math.max(token.lastIndexOf('/'), token.lastIndexOf('|')) + 1).replace(']', '');
  if (cut === 'id') return idWithin(token);
  let text = trimBlanks(cut === 'inner' ? token.slice(1, -1) : token);
  // OpenStack: the id of what caused the request, and its own
  if (cut === 'inner' && text.startsWith('None ')) text = text.slice('None '.length);
  if (cut === 'key' || (cut === 'inner' && /[=:]/.test(text)))
    text = trimBlanks(text.slice(text.search(/[=:]/) + 1));
  if (cut === 'key') return text.replaceAll('"', '');
  return cut === 'inner' ? text.slice(0, endOfValue(text)) : text;
}

/** Where the first of several values ends. */
function endOfValue(text: string): number {
  const end = endOfColumn(text, 0);
  for (let at = 0; at < end; at += 1) if (',;'.includes(text.charAt(at))) return at;
  return end;
}

/** Digits of the shorter ids of tracing. */
const ID_DIGITS = 16;

/** The first id of a token. */
function idWithin(token: string): string {
  for (let start = 0, at = 0; at <= token.length; at += 1) {
    if (at < token.length && isAlphanumeric(token.charCodeAt(at))) continue;
    if (at - start >= ID_DIGITS) return token.slice(start, at);
    start = at + 1;
  }
  return '';
}

/** The level in a token: its last word that is one, a priority of syslog, or a sign or number alone in its column. */
function levelOf(token: string): Level | undefined {
  if (token.startsWith('<') && isDigit(token.charCodeAt(1))) {
    return SYSLOG_LEVELS[parseInt(token.slice(1), 10) % 8];
  }
  if (token.startsWith('%'))
    return SYSLOG_LEVELS[Number(token.slice(0, token.lastIndexOf('-')).slice(-1)) % 8];
  for (let end = token.length; end > 0;) {
    while (end > 0 && !isLetter(token.charCodeAt(end - 1))) end -= 1;
    let start = end;
    while (start > 0 && isLetter(token.charCodeAt(start - 1))) start -= 1;
    const level = start === end ? undefined : normalizeLevel(token.slice(start, end));
    if (level !== undefined) return level;
    end = start;
  }
  const sign = signOf(token);
  return Object.hasOwn(SIGN_LEVELS, sign) ? SIGN_LEVELS[sign] : undefined;
}

/** What stands before the end of a column, or all of it. */
function signOf(token: string): string {
  const pipe = token.indexOf('|');
  return pipe < 0 ? token : token.slice(0, pipe);
}

const EPOCH = /^\d{9,19}(\.\d*)?$/;
const ISO_DATE = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}/;

/** What is remembered of a header. */
interface KnownHeader extends Found {
  readonly message: number;
  readonly layout: number;
}

/** A part of a header: which rule read it, and what for. */
export interface HeaderPart {
  /** Of `header_rules.ts`; `text` for what a user's format or a layout takes as it stands. */
  readonly rule: string;
  readonly text: string;
  readonly fields: readonly HeaderField[];
}

/** How the header of a line was read. */
export interface HeaderExplanation {
  /** Of the tables, in the order in which they were read: what wraps a line comes first. */
  readonly layouts: readonly number[];
  readonly parts: readonly HeaderPart[];
}

/** A header and where the message begins behind it. */
export interface HeaderMatch {
  readonly header: Header;
  readonly messageStart: number;
  /** Status of an answer over HTTP, where the layout says at which place it stands. */
  readonly http_status: string | undefined;
}

/** An element, and whether it takes a rule. */
interface Step extends LayoutElement {
  readonly takes: Uint8Array;
}

/** What a layout keeps of a line, see {@link HEADER_FIELDS}: a rule, {@link PLAIN} or {@link NONE}, and where it lies. */
interface Found {
  readonly rule: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

const found = (): Found => ({
  rule: new Int32Array(HEADER_FIELDS.length),
  start: new Int32Array(HEADER_FIELDS.length),
  end: new Int32Array(HEADER_FIELDS.length),
});

const copyOf = ({ rule, start, end }: Found): Found => ({
  rule: rule.slice(),
  start: start.slice(),
  end: end.slice(),
});

/** Whether no token and no literal tells one digit from another, the 1 of seconds since the epoch aside. */
function areDigitsAlike({ classes, layouts }: HeaderTables): boolean {
  const [zero, , ...others] = decodeTable(classes).subarray(ZERO, ZERO + 10);
  const hasDigit = ({ text }: LayoutElement) => /\d/.test(text);
  return others.every((other) => other === zero) && !layouts.some((layout) => layout.some(hasDigit));
}

/**
 * Reads headers by layouts. Pure: what it does depends on the tables, the line and the time context alone.
 *
 * @example
 * new HeaderReader(compileHeader()).read('INFO [main] a.b.C - up', { time_zone: 'UTC', reference: 0 }).messageStart // 20
 */
export class HeaderReader {
  private readonly tables: HeaderTables;
  private readonly scanner: Scanner;
  private readonly layouts: readonly (readonly Step[])[];
  private readonly choice: LayoutChoice;
  private readonly open: number;
  private readonly levelBracket: number;
  /** The states that lead to a time or a level, made when the first bracket comes. */
  private in_brackets: Uint8Array | undefined;

  /** Tokens of the line that is read, by where they begin; those of other lines have another stamp. */
  private readonly stamps = new Int32Array(MAX_HEADER_LENGTH);
  private readonly rules = new Int16Array(MAX_HEADER_LENGTH);
  private readonly ends = new Int32Array(MAX_HEADER_LENGTH);
  private stamp = 0;

  private readonly own = found();
  private readonly all = found();
  /** Of the line that was read last. */
  private result: Found = this.all;
  private again = false;
  /** Of the line that was read last; -1 where none fits. */
  private layout = NONE;
  /** What the layout that is tried took so far, where somebody asks. */
  private trace: { rule: number; start: number; end: number; fields: readonly number[] }[] | undefined;
  /** How far the line was looked at (exclusive); one more than it has where its end was. */
  private reach = 0;
  private readonly known: KnownHeaders<KnownHeader> | undefined;

  constructor(tables: HeaderTables) {
    this.tables = tables;
    this.scanner = new Scanner(tables);
    this.open = tables.roles.indexOf(ROLE.open);
    this.levelBracket = tables.roles.indexOf(ROLE.level_bracket);
    this.choice = LayoutChoice.of(tables.layouts);
    this.layouts = tables.layouts.map((layout) =>
      layout.map((element) => ({
        ...element,
        takes: Uint8Array.from(tables.rules, (_, rule) => (element.rules.includes(rule) ? 1 : 0)),
      })),
    );
    if (areDigitsAlike(tables)) this.known = new KnownHeaders(MAX_HEADER_LENGTH);
  }

  /** The header of a line; an empty one where no layout fits. */
  read(line: string, context: TimeContext): HeaderMatch {
    const messageStart = this.messageStart(line);
    return {
      header: this.headerOf(line, context),
      messageStart,
      http_status: this.textOf(line, 'http_status'),
    };
  }

  /** Takes up what the time of the line that was read last says about the order of dates. */
  noteDate(line: string, dates: DateOrders): void {
    const { rule, start, end } = this.result;
    const order = rule[0]! < 0 ? '' : this.tables.orders[rule[0]!]!;
    if (order !== '') dates.note(line.slice(start[0], end[0]), order);
  }

  /** Whether the header of a line has a time, and where the message begins; undefined where there is no header. */
  headOf(line: string): { has_time: boolean; message: number } | undefined {
    const message = this.messageStart(line);
    const { rule } = this.result;
    if (message === 0 && rule.every((found) => found === NONE)) return undefined;
    return { has_time: rule[HEADER_FIELDS.indexOf('timestamp')] !== NONE, message };
  }

  /** The layout of the line that was read last, an index into the tables; undefined where none fits. */
  get lastLayout(): number | undefined {
    return this.layout === NONE ? undefined : this.layout;
  }

  /** Which rules read which parts of a line. */
  explain(line: string): HeaderExplanation {
    const layouts: number[] = [];
    const parts: HeaderPart[] = [];
    this.stamp += 1;
    let at = 0;
    do {
      this.trace = [];
      this.layout = NONE;
      at = this.readAt(line, at);
      if (this.layout === NONE) break;
      layouts.push(this.layout);
      parts.push(...this.trace.map((part) => this.partOf(line, part)));
    } while (this.again && layouts.length < MAX_HEADERS);
    this.trace = undefined;
    return { layouts, parts };
  }

  private partOf(
    line: string,
    { rule, start, end, fields }: NonNullable<HeaderReader['trace']>[number],
  ): HeaderPart {
    const own = rule < 0 || this.tables.fields[rule] === -1 ? [] : [this.tables.fields[rule]!];
    return {
      rule: rule < 0 ? 'text' : this.tables.rules[rule]!,
      text: line.slice(start, end),
      fields: (fields.length > 0 ? fields : own).map((field) => HEADER_FIELDS[field]!),
    };
  }

  /** Where the message of a line begins. */
  messageStart(line: string): number {
    const known = this.known?.find(line);
    this.result = known ?? this.all;
    let start = known ? known.message : this.findMessage(line);
    if (known) this.layout = known.layout;
    while (start > 0 && start < line.length && isBlank(line.charCodeAt(start))) start += 1;
    return start;
  }

  /**
   * A time that stands alone, as carriers write it: in any way that headers know, or seconds to nanoseconds since the
   * epoch. Fewer digits are no moment but a duration.
   */
  readTime(text: string, context: TimeContext): number | undefined {
    const time = trimBlanks(text);
    if (EPOCH.test(time)) return readTimestamp(time, 'E', context);
    if (ISO_DATE.test(time)) return readTimestamp(time, 'YMDhmsf', context);
    this.stamp += 1;
    const rule = this.ruleAt(time, 0);
    const order = rule < 0 ? '' : this.tables.orders[rule]!;
    return order === '' || this.ends[0]! < time.length ? undefined : readTimestamp(time, order, context);
  }

  private findMessage(line: string): number {
    this.stamp += 1;
    this.reach = 0;
    this.all.rule.fill(NONE);
    this.layout = NONE;
    let message = this.readAt(line, 0);
    // What a container runtime, a shipper or syslog put before it is followed by the line's own.
    for (let layer = 1; this.again && layer < MAX_HEADERS; layer += 1) message = this.readAt(line, message);
    this.known?.keep(line, this.reach, () => ({ ...copyOf(this.all), message, layout: this.layout }));
    return message;
  }

  /** Reads one header and returns where it ends; what it says wins over what was found before. */
  private readAt(line: string, start: number): number {
    this.again = false;
    let choice = this.choice;
    for (let at = start; !choice.is_final;) {
      at = this.skipSpaces(line, at);
      const rule = this.ruleAt(line, at);
      choice = choice.after(rule);
      if (rule === NONE) break;
      at = this.ends[at]!;
    }
    for (const index of choice.layouts) {
      const message = this.fit(this.layouts[index]!, line, start);
      if (message < 0) continue;
      this.layout = index;
      const { own, all } = this;
      for (let field = 0; field < own.rule.length; field += 1) {
        if (own.rule[field] === NONE) continue;
        all.rule[field] = own.rule[field]!;
        all.start[field] = own.start[field]!;
        all.end[field] = own.end[field]!;
      }
      return message;
    }
    return start;
  }

  /** Fills {@link own} and returns where the message begins, or -1 where the layout does not fit. */
  private fit(layout: readonly Step[], line: string, start: number): number {
    const { own } = this;
    own.rule.fill(NONE);
    this.again = false;
    if (this.trace) this.trace = [];
    let at = start;
    let message = -1;
    for (const element of layout) {
      if (element.kind === 'token') {
        let taken = element.optional;
        for (;;) {
          const from = this.skipSpaces(line, at);
          const rule = this.ruleAt(line, from);
          if (rule < 0 || element.takes[rule] === 0) break;
          at = this.ends[from]!;
          this.keep(element, rule, from, at);
          taken = true;
          if (!element.repeated) break;
        }
        if (!taken) return -1;
      } else if (element.kind === 'message' || element.kind === 'again') {
        message = at;
        this.again = element.kind === 'again';
      } else if (element.kind === 'column') {
        const from = this.skipSpaces(line, at);
        const end = endOfColumn(line, from);
        this.lookedAt(end);
        if (end === from) return -1;
        at = end;
        this.keep(element, PLAIN, from, end);
      } else if (element.kind === 'line_end') {
        at = this.skipSpaces(line, at);
        if (line.charCodeAt(at) !== LINE_FEED) return -1;
        at += 1;
      } else {
        at =
          element.kind === 'literal'
            ? this.endOfLiteral(line, at, element.text)
            : this.fitText(element, line, at);
        if (at < 0) return -1;
      }
    }
    return message < 0 ? at : message;
  }

  /** Any text up to the literal of a user's format; returns where the literal begins, or -1. */
  private fitText(element: LayoutElement, line: string, start: number): number {
    const from = this.skipSpaces(line, start);
    for (let end = from; end < line.length && end < MAX_HEADER_LENGTH; end += 1) {
      this.lookedAt(end);
      if (line.charCodeAt(end) === LINE_FEED) return -1;
      // A literal that begins with blanks is looked for once a run of them: the cost stays linear.
      if (end > from && element.text.charCodeAt(0) === SPACE && isBlank(line.charCodeAt(end - 1))) continue;
      if (this.endOfLiteral(line, end, element.text) < 0) continue;
      this.keep(element, PLAIN, from, end);
      return end;
    }
    this.lookedAt(line.length);
    return -1;
  }

  /** Where the literal ends that begins there, or -1. A blank in it stands for one or more, also at the end of a line. */
  private endOfLiteral(line: string, start: number, literal: string): number {
    let at = start;
    for (let index = 0; index < literal.length; index += 1) {
      this.lookedAt(at);
      const code = literal.charCodeAt(index);
      if (code !== SPACE) {
        if (line.charCodeAt(at) !== code) return -1;
        at += 1;
        continue;
      }
      const from = at;
      at = this.skipSpaces(line, at);
      if (at === from && at < line.length) return -1;
    }
    return at;
  }

  private lookedAt(place: number): void {
    if (place >= this.reach) this.reach = place + 1;
  }

  private keep({ fields }: LayoutElement, rule: number, start: number, end: number): void {
    const { own } = this;
    this.trace?.push({ rule, start, end, fields });
    const count = Math.max(fields.length, 1);
    for (let index = 0; index < count; index += 1) {
      const field = fields[index] ?? (rule < 0 ? -1 : this.tables.fields[rule]!);
      if (field < 0 || own.rule[field] !== NONE) continue;
      own.rule[field] = rule;
      own.start[field] = start;
      own.end[field] = end;
    }
  }

  /** A header is one line. */
  private skipSpaces(line: string, from: number): number {
    let at = from;
    while (at < line.length && isBlank(line.charCodeAt(at)) && line.charCodeAt(at) !== LINE_FEED) at += 1;
    this.lookedAt(at);
    return at;
  }

  /** The rule of the token that begins there, {@link NONE} for none; its end is then in {@link ends}. */
  private ruleAt(line: string, at: number): number {
    if (at >= line.length || at >= MAX_HEADER_LENGTH || line.charCodeAt(at) === LINE_FEED) return NONE;
    if (this.stamps[at] !== this.stamp) this.scan(line, at);
    return this.rules[at]!;
  }

  private scan(line: string, at: number): void {
    let end = this.scanner.next(line, at);
    let rule = this.scanner.rule;
    this.lookedAt(this.scanner.reach - 1);
    const code = line.charCodeAt(at);
    const closer = code < CLOSER_OF.length ? CLOSER_OF[code]! : 0;
    // What stands in brackets counts, where it is a time or a level and nothing else.
    if (closer !== 0 && (rule < 0 || this.isBracket(rule))) {
      this.in_brackets ??= statesTowards(this.tables, (inner) =>
        COUNTS_IN_BRACKETS.has(this.tables.roles[inner]),
      );
      const innerEnd = this.scanner.next(line, this.skipSpaces(line, at + 1), this.in_brackets);
      this.lookedAt(this.scanner.reach - 1);
      const innerRole = this.scanner.rule < 0 ? ROLE.other : this.tables.roles[this.scanner.rule];
      const close = this.skipSpaces(line, innerEnd);
      const isClosed = line.charCodeAt(close) === closer;
      if (innerRole === ROLE.level && isClosed) {
        rule = this.levelBracket;
        end = close + 1;
      } else if (innerRole === ROLE.time && (isClosed || closer === CLOSING_BRACKET)) {
        rule = isClosed ? this.scanner.rule : this.open;
        end = isClosed ? close + 1 : at + 1;
      }
    }
    this.stamps[at] = this.stamp;
    this.rules[at] = rule;
    this.ends[at] = end;
  }

  private isBracket(rule: number): boolean {
    const role = this.tables.roles[rule];
    return role === ROLE.bracket || role === ROLE.open;
  }

  private headerOf(line: string, context: TimeContext): Header {
    const { orders } = this.tables;
    const { rule, start, end } = this.result;
    const text = (field: HeaderField) => this.textOf(line, field);
    const order = rule[0]! < 0 ? '' : orders[rule[0]!]!;
    return headerOf({
      timestamp: order === '' ? undefined : readTimestamp(line.slice(start[0], end[0]), order, context),
      level: rule[1] === NONE ? undefined : levelOf(this.levelText(line)),
      service: text('service'),
      request_id: text('request_id'),
      trace_id: text('trace_id'),
      span_id: text('span_id'),
    });
  }

  private textOf(line: string, field: HeaderField): string | undefined {
    const index = HEADER_FIELDS.indexOf(field);
    const { rule, start, end } = this.result;
    if (rule[index] === NONE) return undefined;
    const raw = line.slice(start[index], end[index]);
    const value = rule[index] === PLAIN ? trimBlanks(raw) : cutValue(raw, this.tables.cuts[rule[index]!]!);
    return value === '' || value === '-' ? undefined : value;
  }

  /** The whole token, or of a pair its first half. */
  private levelText(line: string): string {
    const rule = this.result.rule[1]!;
    const token = line.slice(this.result.start[1], this.result.end[1]);
    return rule >= 0 && this.tables.cuts[rule] === 'pair' ? token.slice(0, token.search(/[:/]/)) : token;
  }
}
