import * as z from 'zod';
import { fieldMappings } from './field.ts';

/** Mapping properties of Elasticsearch. */
export interface MappingProperties {
  [field: string]: Record<string, unknown>;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (fieldMappings.has(schema)) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  if (schema instanceof z.ZodArray) return unwrap(schema.element);
  return schema;
}

function mappingOfField(schema: z.core.$ZodType, path: string): Record<string, unknown> {
  const inner = unwrap(schema);
  const registered = fieldMappings.get(inner);
  if (registered) return { ...registered.mapping };
  if (inner instanceof z.ZodObject) return { properties: mappingOf(inner, path) };
  throw new TypeError(
    `The field ${path} says nothing about its mapping: build it with the functions of field.ts.`,
  );
}

/**
 * Derives the strict mapping of a document from its zod schema.
 *
 * @throws TypeError for a field without a mapping, a defect of the schema.
 * @example
 * mappingOf(z.strictObject({ '@timestamp': date() })) // { '@timestamp': { type: 'date' } }
 */
export function mappingOf(schema: z.ZodObject, path = ''): MappingProperties {
  return Object.fromEntries(
    Object.entries(schema.shape as Record<string, z.core.$ZodType>).map(([key, field]) => [
      key,
      mappingOfField(field, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
