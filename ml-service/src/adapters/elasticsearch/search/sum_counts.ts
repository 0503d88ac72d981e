import type { TemplateCount } from '../../../detect/counts/count_reader.ts';

/**
 * Adds up counts of the same minute, template, service and level: several sources count the same template, and several
 * spellings mean the same level.
 */
export function sumCounts(counts: Iterable<TemplateCount>): TemplateCount[] {
  const sums = new Map<string, { -readonly [K in keyof TemplateCount]: TemplateCount[K] }>();
  for (const count of counts) {
    const key = JSON.stringify([count.minute, count.template_id, count.service, count.level]);
    const sum = sums.get(key);
    if (sum) sum.count += count.count;
    else sums.set(key, { ...count });
  }
  return [...sums.values()];
}
