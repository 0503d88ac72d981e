import type { RawEvent } from '../raw_event.ts';

/**
 * Events whose first lines say when and how, and whose message stands below them. The message comes first, so that it is
 * mined; the other lines follow it.
 */
const RECORDS: readonly ((lines: readonly string[]) => RawEvent | undefined)[] = [slowQuery, erlangReport];

/**
 * The event of a record that is known to be laid out so.
 *
 * @param lines - Those below the first.
 * @example
 * asRecord({ message: '# Time: 2026-01-15T10:00:00Z' }, ['# User@Host: app', 'SELECT 1;'])
 * // { timestamp: '2026-01-15T10:00:00Z', message: 'SELECT 1;\n# Time: …\n# User@Host: app' }
 */
export function asRecord(event: RawEvent, lines: readonly string[]): RawEvent | undefined {
  const all = [event.message, ...lines];
  for (const read of RECORDS) {
    const record = read(all);
    if (record) return { ...event, ...record };
  }
  return undefined;
}

/** MySQL's slow log: comments, what sets the scene, and the statement. */
function slowQuery(lines: readonly string[]): RawEvent | undefined {
  if (!/^# (?:Time|User@Host): /.test(lines[0]!)) return undefined;
  const isScene = (line: string) =>
    /^(?:#(?: (?!administrator command: )|$)|use \S+;$|SET timestamp=\d+;$)/.test(line);
  const statement = lines.filter((line) => !isScene(line));
  if (statement.length === 0) return undefined;
  const time =
    firstMatch(lines, /^# Time: (\d{4}-\d{2}-\d{2}T\S+)/) ?? firstMatch(lines, /^SET timestamp=(\d+);$/);
  return {
    // On one line, as what is mined is one: the statement is what the record is about.
    message: [statement.map((line) => line.trim()).join(' '), ...lines.filter(isScene)].join('\n'),
    ...(time !== undefined && { timestamp: time }),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const REPORT =
  /^=([A-Z]+)(?: [A-Z]+)? ?REPORT==== (\d{1,2})-([A-Z][a-z]{2})-(\d{4})::(\d{2}:\d{2}:\d{2}(?:\.\d+)?)/;
const LEVELS_OF_REPORT: Readonly<Record<string, string>> = {
  CRASH: 'error',
  SUPERVISOR: 'error',
  PROGRESS: 'info',
};

/** `=ERROR REPORT==== 15-Jan-2026::10:00:00 ===` and its text. */
function erlangReport([head, ...lines]: readonly string[]): RawEvent | undefined {
  const match = REPORT.exec(head!);
  if (!match || lines.length === 0) return undefined;
  const [, kind, day, month, year, clock] = match;
  const number = String(MONTHS.indexOf(month!) + 1).padStart(2, '0');
  return {
    message: [lines[0]!.trimStart(), ...lines.slice(1), head].join('\n'),
    timestamp: `${year!}-${number}-${day!.padStart(2, '0')}T${clock!}`,
    level: LEVELS_OF_REPORT[kind!] ?? kind!.toLowerCase(),
  };
}

function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match[1];
  }
  return undefined;
}
