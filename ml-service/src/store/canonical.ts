import { compareText } from '../../../common/compare_text.ts';

/** JSON with the keys of each object in one order: what Elasticsearch returns has them as they were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}
