import type { TemplateSummary } from '../../../../../common/analysis_report.ts';
import { isFailure, type Level } from '../../../../../common/levels.ts';
import { escapeText } from '../escape_text.ts';
import { shortenName } from '../text_width.ts';

/** Cells of a service's name in a table. */
export const SERVICE_WIDTH = 28;

/** A template with lines of level ERROR or worse. */
export interface ErrorTemplate {
  readonly template: TemplateSummary;
  /** Its lines of such a level. */
  readonly error_count: number;
}

/** The templates with lines of level ERROR or worse, those with most of them first. */
export function errorTemplates(templates: readonly TemplateSummary[]): ErrorTemplate[] {
  return templates
    .map((template) => ({ template, error_count: errorCountOf(template) }))
    .filter(({ error_count }) => error_count > 0)
    .sort((a, b) => b.error_count - a.error_count);
}

function errorCountOf({ levels }: TemplateSummary): number {
  return (Object.entries(levels) as [Level, number][])
    .filter(([level]) => isFailure(level))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** The level of most lines, the more severe of two as frequent. */
export function mainLevel(levels: TemplateSummary['levels']): Level | undefined {
  const counts = Object.entries(levels) as [Level, number][];
  const most = Math.max(...counts.map(([, count]) => count));
  return counts.findLast(([, count]) => count === most)?.[0];
}

/** The services of a template in a cell: the first, and how many others. Nothing where no line names one. */
export function servicesText(services: readonly string[]): string {
  const [first] = services;
  if (first === undefined || (services.length === 1 && first === 'unknown')) return '';
  const others = services.length === 1 ? '' : ` +${services.length - 1}`;
  return shortenName(escapeText(first), SERVICE_WIDTH - others.length) + others;
}
