import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { WorthOf } from '../../parse/mining/evicted_templates.ts';

const DAY_MS = 86_400_000;

/**
 * What a template is worth by what was counted of it: its lines, halved for each day since it was seen. As a logarithm to
 * base 2, so that neither the present nor small numbers matter.
 */
function worthOf({ line_count, last_seen }: TemplateDocument): number {
  return Math.log2(1 + line_count) + Date.parse(last_seen) / DAY_MS;
}

/**
 * What templates are worth. Lines of one that people split or merged are counted under other ids: it is worth what these
 * are. One without a document was learned this very moment, and stays.
 */
export function worthsOf(documents: ReadonlyMap<string, TemplateDocument>): WorthOf {
  const worths = new Map<string, number>();
  const raise = (id: string, worth: number) => worths.set(id, Math.max(worth, worths.get(id) ?? -Infinity));
  for (const document of documents.values()) raise(document.id, worthOf(document));
  for (const { id, merged_into, merged_by } of documents.values()) {
    const into = merged_by === 'edit' ? worths.get(merged_into ?? '') : undefined;
    if (into !== undefined) raise(id, into);
  }
  for (const document of documents.values()) {
    const worth = worths.get(document.id)!;
    const seen = new Set<string>();
    for (let above = document.split_from?.template_id; above !== undefined && !seen.has(above);) {
      seen.add(above);
      raise(above, worth);
      above = documents.get(above)?.split_from?.template_id;
    }
  }
  return (id) => worths.get(id) ?? Infinity;
}
