import type { TemplateSummary } from '../../../../common/analysis_report.ts';
import type { Level } from '../../../../common/levels.ts';
import { isFailure } from '../../../../common/levels.ts';

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
