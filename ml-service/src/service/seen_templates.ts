import { type Caller, seesAll } from '../../../common/api/caller.ts';
import type { TemplateFinder } from '../ports/templates.ts';

/** What one search finds at most, and what an address of it takes in. */
const IDS_AT_ONCE = 1000;

/** Which of some templates their reader may see, by their live ids. */
export async function seenTemplates(options: {
  templates: Pick<TemplateFinder, 'search'>;
  caller: Caller;
  ids: readonly string[];
}): Promise<(id: string) => boolean> {
  const { templates, caller } = options;
  if (seesAll(caller)) return () => true;
  const ids = [...new Set(options.ids)];
  const seen = new Set<string>();
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const part = ids.slice(at, at + IDS_AT_ONCE);
    const { data_streams } = caller;
    const page = await templates.search({ ids: part, data_streams, size: part.length });
    for (const { id } of page.templates) seen.add(id);
  }
  return (id) => seen.has(id);
}
