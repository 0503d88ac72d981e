import type { Edit, EditOf } from '../../../../common/documents/edit.ts';
import type { SeverityLabel } from '../../../../common/levels.ts';

/** A split of a template, its parameter by name and where it stood. */
export type Split = EditOf<'split'>;

/** What users made of the templates that were learned: which ids stand for which, and which values tell apart. */
export interface LiveTemplates {
  /** The id that stands for one that a user merged, or split off and joined again. */
  readonly redirects: ReadonlyMap<string, string>;
  /** Splits of a template, the first made is asked first. */
  readonly splits: ReadonlyMap<string, readonly Split[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly expected: ReadonlyMap<string, boolean>;
  readonly severities: ReadonlyMap<string, SeverityLabel>;
  /** Templates that were split off, by id. */
  readonly children: ReadonlyMap<string, { readonly split: Split; readonly value: string }>;
  /** See {@link Edit} mask. */
  readonly mask_epoch: number;
}

export const NOTHING_EDITED: LiveTemplates = {
  redirects: new Map(),
  splits: new Map(),
  names: new Map(),
  expected: new Map(),
  severities: new Map(),
  children: new Map(),
  mask_epoch: 0,
};

/** The id that stands for this one. */
export function followRedirects(id: string, redirects: ReadonlyMap<string, string>): string {
  let live = id;
  // A circle cannot be made by edits one by one, but a learned merge may close one.
  for (let steps = 0; steps <= redirects.size; steps += 1) {
    const next = redirects.get(live);
    if (next === undefined) return live;
    live = next;
  }
  return live;
}

/**
 * Applies edits in the order in which they were made. It depends on them and on what learning merged, nothing else: every
 * process comes to the same.
 *
 * @param options.edits - All, the undone included: an id that was split off is known ever after.
 * @param options.learnedIdOf - The learned template that stands for an id now.
 */
export function applyEdits(options: {
  edits: readonly Edit[];
  mask_epoch: number;
  learnedIdOf: (id: string) => string;
}): LiveTemplates {
  const { edits, mask_epoch, learnedIdOf } = options;
  const redirects = new Map<string, string>();
  const splits = new Map<string, Split[]>();
  const names = new Map<string, string>();
  const expected = new Map<string, boolean>();
  const severities = new Map<string, SeverityLabel>();
  const children = new Map<string, { split: Split; value: string }>();
  const redirect = (from: string, into: string) => {
    if (followRedirects(into, redirects) !== from) redirects.set(from, into);
  };
  for (const made of edits) {
    const edit = withLearnedPattern(made, learnedIdOf);
    // The same value split off again has the same id: what was undone before is undone no more.
    if (edit.kind === 'split') {
      const parent = learnedIdOf(edit.template_id);
      for (const { value, template_id } of edit.children) {
        if (edit.undone === undefined) {
          children.set(template_id, { split: edit, value });
          redirects.delete(template_id);
        } else if (!children.has(template_id)) {
          redirect(template_id, parent);
        }
      }
      if (edit.undone === undefined) splits.set(parent, [...(splits.get(parent) ?? []), edit]);
      continue;
    }
    if (edit.undone !== undefined) continue;
    switch (edit.kind) {
      case 'rename':
        names.set(learnedIdOf(edit.template_id), edit.name);
        break;
      case 'expect':
        expected.set(learnedIdOf(edit.template_id), edit.expected);
        break;
      case 'severity':
        severities.set(learnedIdOf(edit.template_id), edit.severity);
        break;
      case 'merge':
        for (const id of edit.template_ids) redirect(learnedIdOf(id), learnedIdOf(edit.into));
        break;
      case 'mask':
        break;
    }
  }
  return { redirects, splits, names, expected, severities, children, mask_epoch };
}

/** Where a parameter stood is told by its pattern, which may have been merged by learning since. */
function withLearnedPattern(edit: Edit, learnedIdOf: (id: string) => string): Edit {
  if (edit.kind !== 'split' || edit.slot === undefined) return edit;
  return { ...edit, slot: { ...edit.slot, pattern_id: learnedIdOf(edit.slot.pattern_id) } };
}
