import type { TemplateFinder } from '../ports/ports.ts';

/** The ids under which records of a template may lie, those it had before a merge included; undefined for any template. */
export async function idsToFilterBy(
  templates: TemplateFinder,
  template_id: string | undefined,
): Promise<readonly string[] | undefined> {
  return template_id === undefined ? undefined : (await templates.mergedIds()).idsOf(template_id);
}
