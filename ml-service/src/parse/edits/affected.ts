import type { Edit, EditJournal } from '../../../../common/documents/edit.ts';
import { maskEpochOf } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { applyEdits, followRedirects, type LiveTemplates } from './live_templates.ts';

/** What changes for documents and counts when edits were made or undone. */
export interface Affected {
  /** Documents with these ids may have another label now. */
  readonly template_ids: ReadonlySet<string>;
  /** How many lines these templates begin with: none where all of their documents are counted anew. */
  readonly line_counts: ReadonlyMap<string, number>;
}

/** Which documents are to be labelled anew after the edits in force changed. */
export function affectedByEdits(options: {
  journal: EditJournal;
  /** Ids of the edits that were in force before. */
  before: ReadonlySet<string>;
  documents: ReadonlyMap<string, TemplateDocument>;
  /** Ids of templates that masks changed. */
  remasked: ReadonlySet<string>;
  learnedIdOf: (id: string) => string;
}): Affected {
  const { journal, documents, learnedIdOf } = options;
  const mask_epoch = maskEpochOf(journal);
  const viewOf = (edits: readonly Edit[]) => applyEdits({ edits, mask_epoch, learnedIdOf });
  const then = viewOf(editsBefore(journal, options.before));
  const now = viewOf(journal.edits);
  const liveIn = (view: LiveTemplates, id: string) =>
    followRedirects(view.children.has(id) ? id : learnedIdOf(id), view.redirects);
  const ids = new Set<string>();
  const sums = new Map<string, number>();
  let isCountedAnew = options.remasked.size > 0;
  const addAllOf = (live: string) => {
    for (const id of documents.keys()) if (liveIn(then, id) === live) ids.add(id);
  };
  for (const [id, { line_count }] of documents) {
    const [from, into] = [liveIn(then, id), liveIn(now, id)];
    if (from === into) continue;
    ids.add(id);
    if (from === id) sums.set(into, (sums.get(into) ?? documents.get(into)?.line_count ?? 0) + line_count);
  }
  for (const edit of journal.edits) {
    const [was, is] = [options.before.has(edit.id), edit.undone === undefined];
    if (was === is || edit.kind === 'rename' || edit.kind === 'expect') continue;
    if (edit.kind === 'severity') {
      // Labels are written anew, and counted as they were.
      addAllOf(liveIn(then, edit.template_id));
      continue;
    }
    if (edit.kind === 'merge' && is) continue;
    isCountedAnew = true;
    if (edit.kind === 'merge') addAllOf(liveIn(then, edit.into));
    if (edit.kind === 'split') addAllOf(liveIn(then, edit.template_id));
  }
  for (const id of options.remasked) {
    ids.add(id);
    addAllOf(liveIn(then, id));
    addAllOf(liveIn(now, id));
  }
  for (const id of ids) for (const child of childIdsOf(id, then)) ids.add(child);
  if (!isCountedAnew) return { template_ids: ids, line_counts: sums };
  const counted = new Set([...ids].map((id) => liveIn(now, id)));
  for (const id of counted) for (const child of childIdsOf(id, now)) counted.add(liveIn(now, child));
  return {
    template_ids: new Set([...ids, ...counted]),
    line_counts: new Map([...counted].map((id) => [id, 0])),
  };
}

/** The journal as it was when only these were in force. */
function editsBefore({ edits }: EditJournal, before: ReadonlySet<string>): Edit[] {
  return edits.flatMap((edit): Edit[] => {
    if (before.has(edit.id)) return [{ ...edit, undone: undefined }];
    return edit.undone === undefined ? [] : [edit];
  });
}

function childIdsOf(id: string, { splits }: LiveTemplates): string[] {
  return (splits.get(id) ?? []).flatMap(({ children }) => children.map(({ template_id }) => template_id));
}
