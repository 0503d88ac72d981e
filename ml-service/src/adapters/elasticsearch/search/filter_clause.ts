import type { estypes } from '@elastic/elasticsearch';
import type { FilterClause } from '../../../../../common/api/filter.ts';
import { LogAiError } from '../../../../../common/errors.ts';

type Query = estypes.QueryDslQueryContainer;

/**
 * What users filter by, as a condition beside ours; undefined asks for none.
 *
 * Our texts keep no positions, so Elasticsearch refuses phrases in them: what is quoted means all of its words. Of a keyword, a
 * number or a moment, which are one word each, both mean the same.
 *
 * @example
 * filteredBy({ match_phrase: { text: 'disk full' } }) // [{ match: { text: { query: 'disk full', operator: 'and' } } }]
 */
export function filteredBy(filter: FilterClause | undefined): Query[] {
  return filter === undefined ? [] : [withoutPhrases(filter) as Query];
}

function withoutPhrases(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPhrases);
  if (typeof value !== 'object' || value === null) return value;
  const clause = value as FilterClause;
  const [kind] = Object.keys(clause);
  if (kind === 'match_phrase') return { match: allWords(clause[kind] as FilterClause) };
  if (kind === 'multi_match') {
    const { type, ...query } = clause[kind] as FilterClause;
    return {
      multi_match: { ...query, type: 'best_fields', ...(type === 'phrase' && { operator: 'and' }) },
    };
  }
  if (kind !== 'bool') return clause;
  const parts = Object.entries(clause[kind] as FilterClause);
  return { bool: Object.fromEntries(parts.map(([name, part]) => [name, withoutPhrases(part)])) };
}

function allWords(phrase: FilterClause) {
  return Object.fromEntries(
    Object.entries(phrase).map(([field, value]) => [
      field,
      { ...(typeof value === 'object' ? value : { query: value }), operator: 'and' },
    ]),
  );
}

/**
 * Runs a search that a user filters: what Elasticsearch does not take of the filter, such as a word where a field holds numbers,
 * is the user's to mend.
 */
export async function searchFiltered<T>(
  { filter }: { readonly filter?: FilterClause | undefined },
  search: () => Promise<T>,
): Promise<T> {
  try {
    return await search();
  } catch (error) {
    if (filter === undefined || !(error instanceof LogAiError) || error.details['status'] !== 400)
      throw error;
    throw new LogAiError('request_invalid', `The filter does not fit the fields: ${error.message}`, {
      cause: error,
    });
  }
}
