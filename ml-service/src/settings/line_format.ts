import { LogAiError } from '../../../common/errors.ts';

/** What of a line's header is kept, in the order in which layouts number it. */
export const HEADER_FIELDS = [
  'timestamp',
  'level',
  'service',
  'request_id',
  'trace_id',
  'span_id',
  'http_status',
] as const;
export type HeaderField = (typeof HEADER_FIELDS)[number];

/** A part of a format, up to the message. */
export interface FormatPart {
  /** Text as it stands; a time; a column up to the next blank; or all up to the text behind it. */
  readonly kind: 'literal' | 'time' | 'column' | 'text';
  /** Of a literal; of `text` what stands behind it. */
  readonly text: string;
  /** What it fills in, unless it is passed over. */
  readonly field?: HeaderField;
}

/** Names of `<…>` that people expect besides the fields' own. */
const FIELD_OF_NAME: Readonly<Record<string, string>> = {
  time: 'timestamp', date: 'timestamp', datetime: 'timestamp', severity: 'level', logger: 'service', component: 'service', app: 'service', request: 'request_id',
}; // prettier-ignore

const isBlank = (text: string) => /^\s+$/.test(text);
const withSingleBlanks = (text: string) => text.replace(/\s+/g, ' ');

function invalid(format: string, problem: string): LogAiError {
  return new LogAiError('config_invalid', `The format "${format}" cannot be read: ${problem}.`, {
    details: { problem },
  });
}

function fieldOf(part: string): HeaderField | undefined {
  const name = part.slice(1, -1).toLowerCase();
  return HEADER_FIELDS.find((field) => field === (FIELD_OF_NAME[name] ?? name));
}

/**
 * Reads a format that a user gives for lines whose header is not recognised: the line as it stands, with `<name>` where
 * something varies. `<timestamp>`, `<level>`, `<service>`, `<request_id>`, `<trace_id>`, `<span_id>` and `<http_status>` are kept, any
 * other name is passed over, `<message>` comes last. A value ends where the text behind it begins; a blank stands for one
 * or more blanks. How the time is written is recognised.
 *
 * @throws LogAiError `config_invalid` naming the element that is wrong and what would be right.
 * @example
 * readLineFormat('<level> - <message>') // [{ kind: 'column', text: '', field: 'level' }, { kind: 'literal', text: ' - ' }]
 */
export function readLineFormat(format: string): FormatPart[] {
  const parts = format
    .trim()
    .split(/(<[^<>\s]*>)/)
    .filter((part) => part !== '');
  const names = parts.filter((part) => /^<[^<>\s]*>$/.test(part));
  const bad = names.find((name) => !/^<[A-Za-z_][A-Za-z0-9_]*>$/.test(name));
  if (bad !== undefined)
    throw invalid(format, `"${bad}" is no name: use letters, digits and _ between < and >`);
  if (!names.includes('<message>')) throw invalid(format, 'it lacks <message>, where the message begins');
  if (parts.at(-1) !== '<message>') {
    throw invalid(format, `<message> must come last, but "${parts.at(-1)!}" does`);
  }
  const seen = new Set<HeaderField>();
  return parts.slice(0, -1).map((part, index): FormatPart => {
    if (!names.includes(part)) return { kind: 'literal', text: withSingleBlanks(part) };
    if (part.toLowerCase() === '<message>') throw invalid(format, '<message> must come last, and once');
    const field = fieldOf(part);
    if (field && seen.has(field))
      throw invalid(format, `"${part}" is there twice: name one of them otherwise`);
    if (field) seen.add(field);
    if (field === 'timestamp') return { kind: 'time', text: '', field };
    const next = parts[index + 1]!;
    if (names.includes(next)) {
      throw invalid(format, `nothing stands between "${part}" and "${next}" that tells where the one ends`);
    }
    return isBlank(next)
      ? { kind: 'column', text: '', ...(field && { field }) }
      : { kind: 'text', text: withSingleBlanks(next), ...(field && { field }) };
  });
}
