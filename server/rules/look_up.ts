import type { RuleRunInput } from './rule_run.ts';

/** Reads documents by their ids, as many as there are: one page. */
export async function lookUp(
  search: RuleRunInput<unknown>['search'],
  {
    index,
    field,
    ids,
    parts,
  }: {
    readonly index: string;
    /** That holds the id. */
    readonly field: string;
    readonly ids: readonly string[];
    /** Of the document. */
    readonly parts: readonly string[];
  },
): Promise<readonly unknown[]> {
  if (ids.length === 0) return [];
  const { hits } = await search({
    index,
    size: ids.length,
    _source: parts,
    query: { terms: { [field]: ids } },
  });
  return hits.hits.map(({ _source }) => _source);
}
