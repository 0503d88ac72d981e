import { type Caller, seesAll } from '../../../common/api/caller.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import { templateTexts } from './template_texts.ts';

/** Which of some templates their reader may see, by their live ids. */
export async function seenTemplates(options: {
  templates: Pick<TemplateFinder, 'search'>;
  caller: Caller;
  ids: readonly string[];
}): Promise<(id: string) => boolean> {
  const { templates, caller } = options;
  if (seesAll(caller)) return () => true;
  const seen = await templateTexts(options.ids, { templates, caller });
  return (id) => seen.has(id);
}
