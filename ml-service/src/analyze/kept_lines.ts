import type { LinePosition } from '../../../common/analysis_report.ts';
import { detached } from '../../../common/detached_text.ts';
import type { IngestCounters } from '../ingest/ingest_counters.ts';

/** A cut may fall between the two units of a character beyond the basic plane. */
const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

/**
 * A line as a report shows it: at most `max_length` characters, in memory of its own.
 *
 * @example
 * excerptOfLine('abcdef', 4) // 'abc…'
 */
export function excerptOfLine(line: string, max_length: number): string {
  if (line.length <= max_length) return detached(line);
  return detached(`${line.slice(0, max_length - 1).replace(HALF_CHARACTER, '')}…`);
}

/** An input that was read. */
export interface ReadFile {
  readonly name: string;
  /** The number of its first line over all inputs, from 0. */
  readonly first_line: number;
  readonly counters: IngestCounters;
}

/**
 * Where a line stands that has this number over all inputs.
 *
 * @example
 * positionIn([{ name: 'a', first_line: 0, … }, { name: 'b', first_line: 100, … }], 104) // { file: 'b', line_number: 5 }
 */
export function positionIn(files: readonly ReadFile[], line: number): LinePosition {
  const file = files.findLast(({ first_line }) => first_line <= line)!;
  return { file: file.name, line_number: line - file.first_line + 1 };
}
