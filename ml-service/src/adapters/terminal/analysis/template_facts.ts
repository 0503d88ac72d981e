import type { TemplateSummary } from '../../../../../common/analysis_report.ts';
import { isFailure, type Level } from '../../../../../common/levels.ts';
import { SEVERITY_RULE } from '../../../../../common/severity_rule.ts';
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

/**
 * The templates that a model takes for an error or worse though their lines state less, or no level, those with most lines first.
 * Only where it is as sure as a request would fail by it.
 */
export function soundingTemplates(templates: readonly TemplateSummary[]): TemplateSummary[] {
  const { labels, model_from } = SEVERITY_RULE.failure;
  return templates
    .filter(
      ({ severity }) =>
        severity?.decided_by === 'model' &&
        labels.includes(severity.label) &&
        severity.confidence >= model_from,
    )
    .filter((template) => errorCountOf(template) === 0)
    .sort((a, b) => b.count - a.count);
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
