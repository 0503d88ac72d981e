import * as z from 'zod';

/** How Elasticsearch stores a field: the part of a mapping that zod's type alone does not say. */
export type FieldMapping = Readonly<Record<string, unknown>> & { readonly type: string };

/** Carries the mapping of a field beside its zod schema, so that it is declared once. */
export const fieldMappings = z.registry<{ mapping: FieldMapping }>();

function mapped<T extends z.ZodType>(schema: T, mapping: FieldMapping): T {
  fieldMappings.add(schema, { mapping });
  return schema;
}

/** The longest term that Lucene takes is 32,766 bytes; ids and names beyond 1,024 characters are not searched for. */
const KEYWORD: FieldMapping = { type: 'keyword', ignore_above: 1024 };

/** A string that is filtered and grouped by. */
export const keyword = () => mapped(z.string(), KEYWORD);
/** One of few strings that is filtered and grouped by. */
export const keywordOf = <const T extends string>(values: readonly T[]) => mapped(z.enum(values), KEYWORD);
/** A string that is only read, never searched. */
export const unindexedKeyword = () =>
  mapped(z.string(), { type: 'keyword', index: false, doc_values: false });
/** A string searched by its words; without norms and positions (what `match_only_text` is on full clusters). */
export const text = () => mapped(z.string(), { type: 'text', norms: false, index_options: 'docs' });
/** A moment: ISO 8601 with a zone; milliseconds are kept. */
export const date = () => mapped(z.iso.datetime({ offset: true }), { type: 'date' });
/** A whole number within 32 bits. */
export const integer = () => mapped(z.int(), { type: 'integer' });
/** A whole number within 53 bits. */
export const long = () => mapped(z.int(), { type: 'long' });
/** A number of single precision is enough for scores. */
export const float = () => mapped(z.number(), { type: 'float' });
/** A number of double precision. */
export const double = () => mapped(z.number(), { type: 'double' });
/** true or false. */
export const boolean = () => mapped(z.boolean(), { type: 'boolean' });
/** An object with keys that nobody knows beforehand: one field for Elasticsearch, whatever the number of keys. */
export const flattened = <T extends z.ZodType>(schema: T) =>
  mapped(schema, { type: 'flattened', ignore_above: 1024 });
/** An object that is stored and returned but not looked into. */
export const opaque = <T extends z.ZodType>(schema: T) => mapped(schema, { type: 'object', enabled: false });
