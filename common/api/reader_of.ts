import * as z from 'zod';

/** What a reader does with keys that it does not know. */
export interface ReaderOptions {
  /** `strip`: it has nothing to say of them. `keep`: it writes back what it read. */
  readonly unknown_keys: 'strip' | 'keep';
}

/**
 * The schema of a reader, made of that of the writer. Writers are strict, so that nothing wrong is written; what a newer
 * version wrote has keys and words that an older one does not know, and is read all the same: the keys are passed over, the
 * words stay as they are.
 *
 * @example
 * const Writer = z.strictObject({ status: z.enum(['active', 'resolved']) });
 * readerOf(Writer, { unknown_keys: 'strip' }).parse({ status: 'muted', by: 'ann' }) // { status: 'muted' }
 */
export function readerOf<T extends z.ZodType>(schema: T, options: ReaderOptions): T {
  return looser(schema, options) as T;
}

function looser(schema: z.core.$ZodType, options: ReaderOptions): z.core.$ZodType {
  const inner = (one: z.core.$ZodType) => looser(one, options);
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape as z.core.$ZodShape).map(([key, field]) => [key, inner(field)]);
    const fields = Object.fromEntries(shape) as z.core.$ZodShape;
    const isLoose = schema.def.catchall !== undefined && !(schema.def.catchall instanceof z.ZodNever);
    return options.unknown_keys === 'keep' || isLoose ? z.looseObject(fields) : z.object(fields);
  }
  if (schema instanceof z.ZodArray) return z.array(inner(schema.element));
  if (schema instanceof z.ZodOptional) return z.optional(inner(schema.unwrap()));
  if (schema instanceof z.ZodNullable) return z.nullable(inner(schema.unwrap()));
  if (schema instanceof z.ZodRecord) return z.record(schema.keyType, inner(schema.valueType));
  if (schema instanceof z.ZodDiscriminatedUnion) return kindsOf(schema, options);
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(inner));
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodTemplateLiteral) return z.string();
  return schema;
}

/** One that is of a known kind is read as that, any other as it is. */
function kindsOf(schema: z.ZodDiscriminatedUnion, options: ReaderOptions): z.ZodType {
  const { discriminator } = schema.def;
  const known = schema.options.map((option) => looser(option, options)) as z.ZodObject[];
  const kinds = new Set(known.flatMap((option) => [...(option.shape[discriminator] as z.ZodLiteral).values]));
  const other = z.looseObject({ [discriminator]: z.string().refine((kind) => !kinds.has(kind)) });
  return z.union([...known, other]);
}
