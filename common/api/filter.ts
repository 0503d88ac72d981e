import * as z from 'zod';
import { API_LIMITS } from './limits.ts';

/** A query of Elasticsearch of the few kinds that {@link FilterText} lets through. */
export type FilterClause = Readonly<Record<string, unknown>>;

const Text = z.string().max(API_LIMITS.id);
const Plain = z.union([Text, z.number(), z.boolean()]);
const Field = z.string().min(1).max(API_LIMITS.id);

/** `{field: value}` of one field: Elasticsearch takes no more either. */
const ofField = (value: z.ZodType) =>
  z.record(Field, value).refine((fields) => Object.keys(fields).length === 1, 'must name one field');

/** The value itself, or in an object with what else there is to say. */
const withOptions = (name: 'query' | 'value', value: z.ZodType, options: z.ZodRawShape = {}) =>
  ofField(z.union([value, z.strictObject({ [name]: value, ...options })]));

const CASE = { case_insensitive: z.boolean().optional() };
const Pattern = withOptions('value', Text, CASE);

/** Between unescaped slashes stands a regular expression: they cost what their writer wants. */
const NoRegularExpression = Text.refine((text) => !/^\/|[^\\]\//.test(text), 'must escape each slash');

const Clauses: z.ZodType = z.lazy(() => z.union([z.array(Clause), Clause]).optional());
const Bool = z.strictObject({
  must: Clauses,
  filter: Clauses,
  should: Clauses,
  must_not: Clauses,
  minimum_should_match: z.int().min(0).max(API_LIMITS.ids).optional(),
});
const Bound = Plain.optional();

/**
 * What KQL and the filters of Kibana become, and nothing else. The service searches with its own key, so nothing is let through
 * that reads elsewhere (terms of another document, joins, percolation), runs code (scripts) or has a cost without bounds.
 */
const CLAUSES = {
  bool: Bool,
  match_all: z.strictObject({}),
  match_none: z.strictObject({}),
  match: withOptions('query', Plain, { operator: z.enum(['and', 'or']).optional() }),
  match_phrase: withOptions('query', Plain),
  multi_match: z.strictObject({
    query: Plain,
    type: z.enum(['best_fields', 'phrase']),
    lenient: z.literal(true),
    fields: z.array(Field).max(API_LIMITS.ids).optional(),
  }),
  query_string: z.strictObject({
    query: NoRegularExpression,
    fields: z.array(Field).max(API_LIMITS.ids).optional(),
  }),
  term: withOptions('value', Plain, CASE),
  terms: ofField(z.array(Plain).min(1).max(API_LIMITS.ids)),
  prefix: Pattern,
  wildcard: Pattern,
  exists: z.strictObject({ field: Field }),
  range: ofField(
    z.strictObject({
      gt: Bound,
      gte: Bound,
      lt: Bound,
      lte: Bound,
      format: Text.optional(),
      time_zone: Text.optional(),
    }),
  ),
} as const;

/** The kinds of clauses that filters may hold. */
const FILTER_CLAUSES = Object.keys(CLAUSES) as readonly (keyof typeof CLAUSES)[];

const Clause: z.ZodType<FilterClause> = z.record(z.string(), z.unknown()).superRefine((clause, context) => {
  const refusal = refusalOfClause(clause);
  if (refusal) context.addIssue({ code: 'custom', ...refusal });
});

const isKind = (kind: string): kind is keyof typeof CLAUSES => Object.hasOwn(CLAUSES, kind);

interface Refusal {
  readonly message: string;
  readonly path: PropertyKey[];
}

function refusalOfClause(clause: FilterClause): Refusal | undefined {
  const [kind, ...others] = Object.keys(clause);
  if (kind === undefined || others.length > 0)
    return { message: 'must be an object with one kind of query', path: [] };
  if (!isKind(kind)) {
    const allowed = FILTER_CLAUSES.join(', ');
    return { message: `is no query that a filter may hold. It may hold ${allowed}`, path: [kind] };
  }
  const { error } = (CLAUSES[kind] as z.ZodType).safeParse(clause[kind]);
  const deepest = error && deepestOf(error.issues);
  return deepest && { message: deepest.message, path: [kind, ...deepest.path] };
}

/** Of the ways in which something could have been meant, the issue of the one that came furthest. */
function deepestOf(
  issues: readonly z.core.$ZodIssue[],
): { message: string; path: PropertyKey[] } | undefined {
  const found = issues.flatMap((issue): Refusal[] => {
    const inner = issue.code === 'invalid_union' ? issue.errors.map(deepestOf) : [];
    const deeper = inner.flatMap((one) => (one ? [{ ...one, path: [...issue.path, ...one.path] }] : []));
    return [{ message: issue.message, path: [...issue.path] }, ...deeper];
  });
  return found.reduce<Refusal | undefined>(
    (best, one) => (best === undefined || one.path.length > best.path.length ? one : best),
    undefined,
  );
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function refusalOf(text: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'The filter must be JSON.';
  }
  if (depthOf(parsed) > API_LIMITS.filter_depth)
    return `The filter is nested more than ${API_LIMITS.filter_depth} deep: make it simpler.`;
  const { error } = Clause.safeParse(parsed);
  const [issue] = error?.issues ?? [];
  return issue && `The filter cannot be used: ${['filter', ...issue.path].join('.')} ${issue.message}.`;
}

/**
 * Narrows what is read further: a query of Elasticsearch as JSON, of the kinds `bool`, `match`, `term`, `range` and their like
 * with plain values, as Kibana makes it of KQL and filters.
 */
export const FilterText = z
  .string()
  .min(1)
  .max(API_LIMITS.filter, 'The filter is too long: make it simpler.')
  .superRefine((text, context) => {
    const message = refusalOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** The query of a {@link FilterText}; undefined where there is none. */
export function readFilter(text: string | undefined): FilterClause | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as FilterClause);
}
