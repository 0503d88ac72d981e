import type { TemplateDocument } from '../../../common/documents/template_document.ts';

/** Ids of templates that were merged into others. What was written under an id before the merge still carries it. */
export class MergedIds {
  private readonly live = new Map<string, string>();
  private readonly merged = new Map<string, string[]>();

  /** @param into - For each merged id the one it was merged into, which may have been merged on. */
  constructor(into: ReadonlyMap<string, string>) {
    for (const id of into.keys()) {
      const live = endOf(id, into);
      this.live.set(id, live);
      this.merged.set(live, [...(this.merged.get(live) ?? []), id]);
    }
  }

  /** The id that stands for this one: itself, unless it was merged. */
  liveOf(id: string): string {
    return this.live.get(id) ?? id;
  }

  /** All ids under which records of this template may lie, the live one first. */
  idsOf(id: string): string[] {
    const live = this.liveOf(id);
    return [live, ...(this.merged.get(live) ?? [])];
  }
}

/** The merged ones among some templates. */
export function mergedIdsOf(documents: Iterable<Pick<TemplateDocument, 'id' | 'merged_into'>>): MergedIds {
  const into = new Map<string, string>();
  for (const { id, merged_into } of documents) if (merged_into !== undefined) into.set(id, merged_into);
  return new MergedIds(into);
}

function endOf(id: string, into: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let current = id;
  for (let next = into.get(current); next !== undefined && !seen.has(next); next = into.get(current)) {
    seen.add(next);
    current = next;
  }
  return current;
}
