import type { TemplateFinder } from '../ports/templates.ts';
import type { TimeRange } from '../ports/time.ts';
import { HOUR_MS } from '../../../common/minutes.ts';

/** Without a range the last hour is meant. */
const DEFAULT_MS = HOUR_MS;

/** The range that a query means. */
export function askedRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): TimeRange {
  const end = to === undefined ? now : Date.parse(to);
  return { from: from === undefined ? end - DEFAULT_MS : Date.parse(from), to: end };
}

/** The ids under which records of a template may lie, those it had before a merge included; undefined for any template. */
export async function idsToFilterBy(
  templates: TemplateFinder,
  template_id: string | undefined,
): Promise<readonly string[] | undefined> {
  return template_id === undefined ? undefined : (await templates.mergedIds()).idsOf(template_id);
}
