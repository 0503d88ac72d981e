import type { LinePosition } from '../../../common/analysis_report.ts';
import type { IngestCounters } from '../ingest/ingest_counters.ts';

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
