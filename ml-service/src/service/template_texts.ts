import type { Caller } from '../../../common/api/caller.ts';
import type { TemplateFinder } from '../ports/templates.ts';

/** What one search finds at most, and what an address of it takes in. */
const IDS_AT_ONCE = 1000;

/** The texts of templates by their ids, as far as the caller may see them. */
export async function templateTexts(
  template_ids: Iterable<string>,
  {
    templates,
    caller: { data_streams },
  }: { readonly templates: Pick<TemplateFinder, 'search'>; readonly caller: Caller },
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(template_ids)];
  const texts = new Map<string, string>();
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const part = ids.slice(at, at + IDS_AT_ONCE);
    const found = await templates.search({ ids: part, data_streams, size: part.length });
    for (const { id, text } of found.templates) texts.set(id, text);
  }
  return texts;
}
