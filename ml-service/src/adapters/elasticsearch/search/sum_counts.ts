import type { TemplateCount } from '../../../detect/counts/count_reader.ts';

/**
 * Adds up counts of the same minute, template, service, level and data stream: several sources count the same template, and several
 * spellings mean the same level.
 */
export function sumCounts(counts: Iterable<TemplateCount>): TemplateCount[] {
  const sums = new Map<string, { -readonly [K in keyof TemplateCount]: TemplateCount[K] }>();
  for (const count of counts) {
    const { minute, template_id, service, level, data_stream } = count;
    const key = JSON.stringify([minute, template_id, service, level, data_stream]);
    const sum = sums.get(key);
    if (sum) sum.count += count.count;
    else sums.set(key, { ...count });
  }
  return [...sums.values()];
}
