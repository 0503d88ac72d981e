import { z } from 'zod';

/** Two letters swapped. */
const LARGEST_TYPO = 2;
/** With more than a third of its letters different it is another word. */
const LARGEST_DIFFERENCE = 0.34;

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap())
    : schema;
}

/**
 * Every key of a configuration schema, sections before what they hold.
 *
 * @returns The path, e.g. `elasticsearch.url`, and the schema there without its default.
 */
export function keysOf(schema: z.core.$ZodType, path: readonly string[] = []): Map<string, z.core.$ZodType> {
  const inner = unwrap(schema);
  const keys = new Map<string, z.core.$ZodType>();
  if (path.length > 0) keys.set(path.join('.'), inner);
  if (inner instanceof z.ZodObject) {
    const fields: Record<string, z.core.$ZodType> = inner.shape;
    for (const [key, field] of Object.entries(fields)) {
      for (const [name, leaf] of keysOf(field, [...path, key])) keys.set(name, leaf);
    }
  }
  return keys;
}

/** Levenshtein's distance: single characters added, removed or replaced. */
function distanceOf(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}

/**
 * The known key that was probably meant: a typo away, else one of the same name in another section, else the closest.
 *
 * @example
 * nearestKey('http.prot', ['http.port', 'http.host']) // 'http.port'
 */
export function nearestKey(unknown: string, known: readonly string[]): string | undefined {
  const [closest] = known
    .map((key) => ({ key, distance: distanceOf(unknown, key) }))
    .sort((left, right) => left.distance - right.distance);
  if (closest === undefined || closest.distance <= LARGEST_TYPO) return closest?.key;
  const namesake = known.find((key) => key.endsWith(`.${unknown.split('.').at(-1)!}`));
  if (namesake !== undefined) return namesake;
  return closest.distance <= unknown.length * LARGEST_DIFFERENCE ? closest.key : undefined;
}
