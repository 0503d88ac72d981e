import { LogAiError } from '../../../../common/errors.ts';
import { HEADER_FIELDS, type HeaderRule } from './header_rules.ts';
import type { LayoutElement } from './layouts.ts';

/** Names of `<…>` that people expect besides the fields' own. */
const FIELD_OF_NAME: Readonly<Record<string, string>> = {
  time: 'timestamp', date: 'timestamp', datetime: 'timestamp', severity: 'level', logger: 'service', component: 'service', app: 'service', request: 'request_id',
}; // prettier-ignore

const isBlank = (text: string) => /^\s+$/.test(text);

function invalid(format: string, problem: string): LogAiError {
  return new LogAiError('config_invalid', `The format "${format}" cannot be read: ${problem}.`, {
    details: { problem },
  });
}

/**
 * Reads a format that a user gives for lines whose header is not recognised: the line as it stands, with `<name>` where
 * something varies. `<timestamp>`, `<level>`, `<service>`, `<request_id>`, `<trace_id>` and `<span_id>` are kept, any
 * other name is passed over, `<message>` comes last. A value ends where the text behind it begins; a blank stands for one
 * or more blanks. How the time is written is recognised.
 *
 * @throws LogAiError `config_invalid` naming the element that is wrong and what would be right.
 * @example
 * parseFormat('<timestamp> [<thread>] <level>/<service> - <message>', HEADER_RULES)
 */
export function parseFormat(format: string, rules: readonly HeaderRule[]): LayoutElement[] {
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
  const times = rules.flatMap(({ cut }, index) => (cut === 'time' ? [index] : []));
  const seen = new Set<number>();
  return parts.slice(0, -1).flatMap((part, index): LayoutElement[] => {
    const element = {
      kind: 'literal',
      rules: [],
      fields: [],
      optional: false,
      repeated: false,
      text: part,
    } as const;
    if (!names.includes(part)) return [{ ...element, text: part.replace(/\s+/g, ' ') }];
    const name = part.slice(1, -1).toLowerCase();
    const field = (HEADER_FIELDS as readonly string[]).indexOf(FIELD_OF_NAME[name] ?? name);
    if (name === 'message') throw invalid(format, '<message> must come last, and once');
    if (field >= 0 && seen.has(field))
      throw invalid(format, `"${part}" is there twice: name one of them otherwise`);
    seen.add(field);
    const fields = field < 0 ? [] : [field];
    if (field === 0) return [{ ...element, kind: 'token', rules: times, fields, text: '' }];
    const next = parts[index + 1]!;
    if (names.includes(next)) {
      throw invalid(format, `nothing stands between "${part}" and "${next}" that tells where the one ends`);
    }
    return isBlank(next)
      ? [{ ...element, kind: 'column', fields, text: '' }]
      : [{ ...element, kind: 'text', fields, text: next.replace(/\s+/g, ' ') }];
  });
}
