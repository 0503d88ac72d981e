import type { TemplateColumn } from '../../../../../common/documents/template_document.ts';
import {
  columnText,
  isMany,
  isValueColumn,
  joinTemplateColumns,
  MANY_COLUMNS,
} from '../../template/template.ts';
import { sayDifferentThings } from './merge_guard.ts';

/** Places of two templates that hold the same. */
type Match = readonly [number, number];

/** A word in common is worth more than all values that a line has columns for. */
const WORD_WEIGHT = 1024;

/** What two columns that are the same are worth; 0 for those that are not. */
function weightOf(a: TemplateColumn, b: TemplateColumn): number {
  if (isMany(a) || isMany(b) || typeof a !== typeof b || columnText(a) !== columnText(b)) return 0;
  return isWordColumn(a) ? WORD_WEIGHT : 1;
}

/**
 * The longest common subsequence: as many words as can be, then as many values. Time and memory are the product of the
 * lengths; what both begin and end with is always part of it and costs nothing.
 */
export function commonColumns(a: readonly TemplateColumn[], b: readonly TemplateColumn[]): Match[] {
  let start = 0;
  while (start < a.length && start < b.length && weightOf(a[start]!, b[start]!) > 0) start += 1;
  let end = 0;
  const rest = Math.min(a.length, b.length) - start;
  while (end < rest && weightOf(a[a.length - 1 - end]!, b[b.length - 1 - end]!) > 0) end += 1;
  const height = a.length - end - start;
  const width = b.length - end - start;
  const best = Array.from({ length: height + 1 }, () => new Uint32Array(width + 1));
  for (let row = height - 1; row >= 0; row -= 1) {
    for (let column = width - 1; column >= 0; column -= 1) {
      const weight = weightOf(a[start + row]!, b[start + column]!);
      const skipped = Math.max(best[row + 1]![column]!, best[row]![column + 1]!);
      best[row]![column] = weight === 0 ? skipped : Math.max(skipped, best[row + 1]![column + 1]! + weight);
    }
  }
  const matches: Match[] = Array.from({ length: start }, (_, index) => [index, index]);
  for (let row = 0, column = 0; row < height && column < width;) {
    const weight = weightOf(a[start + row]!, b[start + column]!);
    if (weight > 0 && best[row]![column] === best[row + 1]![column + 1]! + weight) {
      matches.push([start + row, start + column]);
      row += 1;
      column += 1;
    } else if (best[row]![column] === best[row + 1]![column]) row += 1;
    else column += 1;
  }
  for (let left = end; left > 0; left -= 1) matches.push([a.length - left, b.length - left]);
  return matches;
}

/** A stretch of both templates: the same column, or columns between those. Half-open. */
interface Stretch {
  readonly isMatch: boolean;
  readonly a: Match;
  readonly b: Match;
}

/**
 * Cuts both at what they have in common. A value is at least one column, so where one of them has nothing in between, the
 * column beside it goes into the value. Undefined where nothing would be left.
 */
function stretchesOf(options: { matches: readonly Match[]; lengths: Match }): Stretch[] | undefined {
  const stretches: Stretch[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [toA, toB] of options.matches) {
    const isGap = toA > fromA || toB > fromB;
    if (isGap && (toA === fromA || toB === fromB)) continue;
    if (isGap) stretches.push({ isMatch: false, a: [fromA, toA], b: [fromB, toB] });
    stretches.push({ isMatch: true, a: [toA, toA + 1], b: [toB, toB + 1] });
    [fromA, fromB] = [toA + 1, toB + 1];
  }
  const [toA, toB] = options.lengths;
  if (toA === fromA && toB === fromB) return stretches;
  while (toA === fromA || toB === fromB) {
    const last = stretches.pop();
    if (!last) return undefined;
    [fromA, fromB] = [last.a[0], last.b[0]];
  }
  stretches.push({ isMatch: false, a: [fromA, toA], b: [fromB, toB] });
  return stretches;
}

/**
 * The columns of a template that stands for both: what they have in common stays, what lies in between is a value, of
 * many columns unless both have as many there. Undefined where they say different things in between.
 *
 * @example
 * joinAligned(['user', 'Ann', 'left'], ['user', 'Al', 'Coe', 'left'], [[0, 0], [2, 3]])
 * // ['user', { prefix: '', suffix: '', many: true }, 'left']
 */
export function joinAligned(
  a: readonly TemplateColumn[],
  b: readonly TemplateColumn[],
  matches: readonly Match[],
): TemplateColumn[] | undefined {
  const columns: TemplateColumn[] = [];
  for (const stretch of stretchesOf({ matches, lengths: [a.length, b.length] }) ?? []) {
    const left = a.slice(...stretch.a);
    const right = b.slice(...stretch.b);
    if (left.length !== right.length) columns.push(MANY_COLUMNS);
    else {
      for (const [place, column] of left.entries()) {
        const other = right[place]!;
        if (typeof other === 'string' && sayDifferentThings(column, other)) return undefined;
        columns.push(joinTemplateColumns(column, other));
      }
    }
  }
  return columns.length === 0 ? undefined : columns;
}

/**
 * Whether a column says the same in all lines and is more than values: what lines have in common counts by these.
 *
 * @example
 * isWordColumn('user=\u0001') // true
 * isWordColumn('\u0001ms') // false
 */
export function isWordColumn(column: TemplateColumn): column is string {
  return typeof column === 'string' && !isValueColumn(column);
}
