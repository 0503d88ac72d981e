import { idIn, type ObjectReference } from './saved_object.ts';

/** The edition of the objects that this version brings: rises whenever any of them changes, see the test of its digest. */
export const EDITION = 2;

/** The tag that all of them have, before {@link idIn}. */
export const TAG = 'log-ai-tag';

const MARK = /^log-ai-edition-(\d+)$/;

/**
 * The reference to the tag, under a name that says which edition the object is of. Whoever saves an object in Kibana has its
 * tags written anew under names of Kibana's own: then the mark is gone, and the object is theirs.
 */
export function markOf(space: string, edition: number = EDITION): ObjectReference {
  return { type: 'tag', id: idIn(space, TAG), name: `log-ai-edition-${edition}` };
}

/** The edition that an object is of; undefined where somebody else wrote it. */
export function editionOf(references: readonly ObjectReference[]): number | undefined {
  for (const { type, name } of references) {
    const [, edition] = (type === 'tag' && MARK.exec(name)) || [];
    if (edition !== undefined) return Number(edition);
  }
  return undefined;
}

/** References but the mark. */
export function withoutMark(references: readonly ObjectReference[]): ObjectReference[] {
  return references.filter(({ type, name }) => type !== 'tag' || !MARK.test(name));
}
