import type { SimilarTemplatesQuery, Template } from '../../../common/api.ts';
import { type Caller, maySee, OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { LogAiError } from '../../../common/errors.ts';
import { meaningText } from '../detect/semantic/meaning_text.ts';
import { cosineDistance } from '../detect/semantic/nearest_normal.ts';
import type { HttpServices } from '../ports/api.ts';
import { readSemanticState } from '../tasks/semantic/semantic_state.ts';
import type { ServiceParts } from './service_parts.ts';
import { templateOf } from './templates.ts';

/** Of the most similar so many are looked up first: most are shown to who may see all. */
const FIRST_LOOK_UP = 200;
/** What one search takes in. */
const LOOK_UP = 1000;

/** A similarity is said to three places: the vectors promise no more. */
const rounded = (similarity: number) => Math.round(similarity * 1000) / 1000;

/** Templates by their meaning. */
export function similarityServices({
  semantic,
  templates,
  state,
}: Pick<ServiceParts, 'semantic' | 'templates' | 'state'>): Pick<HttpServices, 'similar_templates'> {
  const meaningOf = async (
    { like, template_id }: Pick<SimilarTemplatesQuery, 'like' | 'template_id'>,
    { caller, embedder, meanings }: NonNullable<ServiceParts['semantic']> & { caller: Caller },
  ): Promise<{ vector: Float32Array; id?: string }> => {
    if (like !== undefined) return { vector: (await embedder.embed([like]))[0]! };
    const template = await templates.get(template_id!);
    if (!template || !maySee(caller, template.data_streams))
      throw new LogAiError('not_found', `There is no template ${template_id}.`);
    const { id, text } = template;
    return { id, vector: meanings.vectors.get(id) ?? (await embedder.embed([meaningText(text)]))[0]! };
  };
  return {
    async similar_templates({ query: { like, template_id, size, filter, ...narrowed } }, caller = OPERATOR) {
      if (semantic === undefined)
        throw new LogAiError(
          'semantic_off',
          'Templates are not searched by meaning: set detect.semantic.enabled to true and start the service anew.',
        );
      const { meanings: head, standing } = await readSemanticState(state);
      await semantic.meanings.follow(head);
      const { vector, id } = await meaningOf({ like, template_id }, { ...semantic, caller });
      const { data_streams } = caller;
      const query = { ...narrowed, filter: readFilter(filter), data_streams };
      const ranked = rank(vector, semantic.meanings.vectors);
      const found: { template: Template; similarity: number }[] = [];
      // What others may not see, or what the filter leaves out, is passed over.
      for (let at = 0, most = FIRST_LOOK_UP; at < ranked.length && found.length < size; most = LOOK_UP) {
        const part = new Map(ranked.slice(at, at + most));
        at += part.size;
        const page = await templates.search({ ...query, ids: [...part.keys()], size: part.size });
        const similar = page.templates
          .map((template) => ({
            template: templateOf(template),
            similarity: rounded(part.get(template.id)!),
          }))
          .filter(({ template }) => template.id !== id)
          .sort((a, b) => b.similarity - a.similarity);
        found.push(...similar);
      }
      return { templates: found.slice(0, size), waiting: standing?.waiting ?? 0 };
    },
  };
}

/** All of them, the most similar first. */
function rank(
  vector: Float32Array,
  vectors: ReadonlyMap<string, Float32Array>,
): readonly (readonly [id: string, similarity: number])[] {
  return [...vectors]
    .map(([id, other]) => [id, 1 - cosineDistance(vector, other)] as const)
    .sort(([, a], [, b]) => b - a);
}
