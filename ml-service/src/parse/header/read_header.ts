import { LogAiError } from '../../../../common/errors.ts';
import { type Level, normalizeLevel } from '../../../../common/levels.ts';
import type { Scanner } from '../automaton/scanner.ts';
import { type Header, headerOf } from '../parsed_event.ts';
import { endOfColumn, isBlank, trimBlanks } from './blank.ts';
import type { Cut } from './header_rules.ts';
import { readTimestamp, type TimeContext } from './timestamp.ts';

/** What an element of a layout fills in. */
export const HEADER_FIELDS = ['timestamp', 'level', 'service', 'request_id', 'trace_id', 'span_id'] as const;
export type HeaderField = (typeof HEADER_FIELDS)[number];

/** One element of a compiled layout: which rules it takes, what it fills in, whether it may be missing. */
export interface LayoutElement {
  /** Indices of token rules; empty for `*`, one column of anything. */
  readonly rules: readonly number[];
  /** Index into {@link HEADER_FIELDS}, -1 for none. */
  readonly field: number;
  readonly optional: boolean;
}

/** Headers are short: a layout looks at no more tokens than this. */
export const MAX_HEADER_TOKENS = 40;

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
/** The first letter of a klog line. */
export const KLOG_LEVELS: Readonly<Record<string, Level>> = { I: 'INFO', W: 'WARN', E: 'ERROR', F: 'FATAL' };

/**
 * Compiles a layout, see layouts.ts for the syntax.
 *
 * @throws LogAiError `config_invalid` naming the element that is not known.
 */
export function compileLayout(layout: string, ruleNames: readonly string[]): LayoutElement[] {
  return layout.split(/\s+/).map((source) => {
    const match = /^([a-z_/0-9]+|\*)(?:=([a-z_]+))?(\?)?$/.exec(source);
    const field = match?.[2] === undefined ? -1 : (HEADER_FIELDS as readonly string[]).indexOf(match[2]);
    const names = match?.[1] === '*' ? [] : (match?.[1] ?? '').split('/');
    const rules = names.flatMap((name) =>
      ruleNames.flatMap((known, index) => (known === name ? [index] : [])),
    );
    const isKnown =
      names.every((name) => ruleNames.includes(name)) && !(match?.[2] !== undefined && field < 0);
    if (!match || !isKnown) {
      throw new LogAiError(
        'config_invalid',
        `The layout element "${source}" is not known: use ${[...new Set(ruleNames)].join(', ')} or *.`,
      );
    }
    return { rules, field, optional: match[3] === '?' };
  });
}

/** The value within a token, without brackets, keys and quotes. */
function cutValue(token: string, cut: Cut): string {
  let text = token;
  if (cut === 'inner') text = trimBlanks(text.slice(1, -1));
  if (cut === 'key' || (cut === 'inner' && /[=:]/.test(text)))
    text = trimBlanks(text.slice(text.search(/[=:]/) + 1));
  if (cut === 'key') return text.replaceAll('"', '');
  if (cut === 'inner') return text.slice(0, endOfColumn(text, 0));
  if (cut === 'process') {
    const end = text.search(/[[:]/);
    return end < 0 ? text : text.slice(0, end);
  }
  return text;
}

function levelOf(token: string): Level | undefined {
  if (token.startsWith('<') && /\d/.test(token)) return SYSLOG_LEVELS[parseInt(token.slice(1), 10) % 8];
  const words = token.match(/[a-z]+/gi);
  return words === null ? undefined : normalizeLevel(words.at(-1)!);
}

/** What the reader must know of a token rule: its name, how its value is cut out, its order when it is a time. */
export interface HeaderToken {
  readonly name: string;
  readonly cut: Cut;
  readonly order: string;
}

/** A header and where the message begins behind it. */
export interface HeaderMatch {
  readonly header: Header;
  readonly messageStart: number;
}

interface Token {
  readonly rule: number;
  readonly start: number;
  readonly end: number;
}

/** Reads headers by layouts. Pure: what it does depends on the tables, the line and the time context alone. */
export class HeaderReader {
  private readonly scanner: Scanner;
  private readonly rules: readonly HeaderToken[];
  private readonly layouts: readonly (readonly LayoutElement[])[];
  private readonly blank: number;

  constructor(options: {
    scanner: Scanner;
    rules: readonly HeaderToken[];
    layouts: readonly (readonly LayoutElement[])[];
  }) {
    this.scanner = options.scanner;
    this.rules = options.rules;
    this.layouts = options.layouts;
    this.blank = this.rules.findIndex((rule) => rule.name === 'blank');
  }

  /** The header of a line; an empty one where no layout fits. */
  read(line: string, context: TimeContext): HeaderMatch {
    const tokens = this.tokensOf(line);
    for (const layout of this.layouts) {
      const match = this.matchLayout(layout, tokens, line);
      if (match) return { header: this.headerOf(match.fields, line, context), messageStart: match.end };
    }
    return { header: {}, messageStart: 0 };
  }

  /** Tokens without blanks, the first {@link MAX_HEADER_TOKENS} of the first line. */
  private tokensOf(line: string): Token[] {
    const tokens: Token[] = [];
    for (let at = 0; at < line.length && tokens.length < MAX_HEADER_TOKENS;) {
      const end = this.scanner.next(line, at);
      if (this.scanner.rule !== this.blank) tokens.push({ rule: this.scanner.rule, start: at, end });
      at = end;
    }
    return tokens;
  }

  private matchLayout(
    layout: readonly LayoutElement[],
    tokens: readonly Token[],
    line: string,
  ): { fields: (Token | undefined)[]; end: number } | undefined {
    const fields: (Token | undefined)[] = [];
    let index = 0;
    let end = 0;
    for (const element of layout) {
      const token = tokens[index];
      if (token && element.rules.length === 0) {
        const column = { rule: -1, start: token.start, end: endOfColumn(line, token.start) };
        while (index < tokens.length && tokens[index]!.start < column.end) index += 1;
        if (element.field >= 0) fields[element.field] = column;
        end = column.end;
      } else if (token && element.rules.includes(token.rule)) {
        if (element.field >= 0) fields[element.field] = token;
        index += 1;
        end = token.end;
      } else if (!element.optional) {
        return undefined;
      }
    }
    while (end < line.length && isBlank(line.charCodeAt(end))) end += 1;
    return { fields, end };
  }

  private headerOf(fields: readonly (Token | undefined)[], line: string, context: TimeContext): Header {
    const text = (field: HeaderField) => {
      const token = fields[HEADER_FIELDS.indexOf(field)];
      if (!token) return undefined;
      const raw = line.slice(token.start, token.end);
      const value = token.rule < 0 ? raw : cutValue(raw, this.rules[token.rule]!.cut);
      return value === '' || value === '-' ? undefined : value;
    };
    const time = fields[0];
    const timeRule = time && this.rules[time.rule];
    const timestamp =
      !timeRule || timeRule.order === ''
        ? undefined
        : readTimestamp(text('timestamp')!, timeRule.order, context);
    const isKlog = timeRule?.name === 'klog';
    const levelText = text('level');
    return headerOf({
      timestamp,
      level: isKlog
        ? KLOG_LEVELS[text('timestamp')!.charAt(0)]
        : levelText === undefined
          ? undefined
          : levelOf(levelText),
      service: text('service'),
      request_id: text('request_id'),
      trace_id: text('trace_id'),
      span_id: text('span_id'),
    });
  }
}
