import { HEADER_FIELDS, readLineFormat } from '../../settings/line_format.ts';
import type { HeaderRule } from './header_rules.ts';
import type { LayoutElement } from './layouts.ts';

/**
 * The layout of a format that a user gives, see {@link readLineFormat}.
 *
 * @throws LogAiError `config_invalid`.
 * @example
 * parseFormat('<timestamp> [<thread>] <level>/<service> - <message>', HEADER_RULES)
 */
export function parseFormat(format: string, rules: readonly HeaderRule[]): LayoutElement[] {
  const times = rules.flatMap(({ cut }, index) => (cut === 'time' ? [index] : []));
  return readLineFormat(format).map(({ kind, text, field }) => ({
    kind: kind === 'time' ? 'token' : kind,
    rules: kind === 'time' ? times : [],
    fields: field === undefined ? [] : [HEADER_FIELDS.indexOf(field)],
    optional: false,
    repeated: false,
    text,
  }));
}
