import type { Template } from '../../common/api.ts';
import { LEVELS } from '../../common/choices.ts';
import type { Level } from '../../common/levels.ts';
import type { Trend } from './trends.ts';

/** A level that fewer lines have does not speak for a template. */
const MATTERS = 0.05;

/**
 * The level that speaks for a template: the most severe of those that a part of its lines in the chosen time has that matters.
 * Where there are no lines in that time, the most severe that it ever had; nothing where its lines state none.
 *
 * @example
 * templateLevel(template, trend) // 'ERROR', of 16 lines with WARN and 424 with ERROR
 */
export function templateLevel(
  { level, levels = [] }: Pick<Template, 'level' | 'levels'>,
  trend: Pick<Trend, 'total' | 'by_level'> | undefined,
): Level | undefined {
  if (trend && trend.total > 0) {
    const told = LEVELS.findLast((one) => (trend.by_level[one] ?? 0) >= MATTERS * trend.total);
    if (told) return told;
  }
  return LEVELS.findLast((one) => levels.includes(one)) ?? level;
}
