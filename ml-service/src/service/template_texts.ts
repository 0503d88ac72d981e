import type { Caller } from '../../../common/api/caller.ts';
import type { TemplateFinder } from '../ports/templates.ts';

/** The texts of templates by their ids, as far as the caller may see them. */
export async function templateTexts(
  template_ids: Iterable<string>,
  { templates, caller }: { readonly templates: TemplateFinder; readonly caller: Caller },
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(template_ids)];
  if (ids.length === 0) return new Map();
  const { data_streams } = caller;
  const found = await templates.search({ ids, size: ids.length, data_streams });
  return new Map(found.templates.map(({ id, text }) => [id, text]));
}
