import type { EditOf } from '../../../../common/documents/edit.ts';
import type {
  AppliedMask,
  TemplateDocument,
  UnmaskedTemplate,
} from '../../../../common/documents/template_document.ts';
import { formOf } from '../parameters/parameter_value.ts';
import { describeShape, type ReadColumns, remask } from './remask.ts';

type MaskEdit = EditOf<'mask'>;

/** Templates as they are under other masks than they were read under. */
export interface Reconciled {
  /** All of them, those that changed in their new form. */
  readonly documents: readonly TemplateDocument[];
  /** Ids of those that look different now, or live again. */
  readonly changed: ReadonlySet<string>;
}

/**
 * Reads templates anew under the masks in force. What a mask changes is remembered beside it: a mask that is taken back
 * leaves each template as it was before, and those that became one through it live again. Of masks that are taken back
 * out of order, the later ones are applied anew.
 *
 * @param options.documents - Oldest first.
 * @param options.readerOf - How columns are read under the first masks, so many of them.
 */
export function reconcileMasks(options: {
  documents: readonly TemplateDocument[];
  masks: readonly MaskEdit[];
  mask_epoch: number;
  readerOf: (masks: readonly MaskEdit[]) => ReadColumns;
}): Reconciled {
  const { documents, masks, mask_epoch, readerOf } = options;
  const changed = new Set<string>();
  const readers = new Map<number, ReadColumns>();
  const reader = (count: number): ReadColumns => {
    let read = readers.get(count);
    if (!read) readers.set(count, (read = readerOf(masks.slice(0, count))));
    return read;
  };
  const reconciled = documents.map((document) => {
    if (isUnder(document, masks)) return document;
    const restored = withoutMasks(document, masks);
    let current = restored;
    for (let at = restored.masks?.length ?? 0; at < masks.length; at += 1)
      current = withMask(current, masks[at]!, reader(at), reader(at + 1));
    if (isOtherShape(document, current)) changed.add(document.id);
    return { ...current, masked: mask_epoch };
  });
  return { documents: joinTwins(reconciled, documents, changed), changed };
}

function isUnder({ masks: applied = [] }: TemplateDocument, masks: readonly MaskEdit[]): boolean {
  return applied.length === masks.length && masks.every(({ id }, at) => applied[at]!.edit_id === id);
}

/** The template as it was before the first mask that is no longer in force, or stands elsewhere in the order. */
function withoutMasks(document: TemplateDocument, masks: readonly MaskEdit[]): TemplateDocument {
  const applied = document.masks ?? [];
  let kept = 0;
  while (kept < applied.length && kept < masks.length && applied[kept]!.edit_id === masks[kept]!.id)
    kept += 1;
  const before = applied.slice(kept).find((mask) => mask.before)?.before;
  const rest = applied.slice(0, kept);
  if (!before) return { ...document, masks: rest };
  const { merged_into: _into, merged_by: _by, ...alive } = document;
  return { ...alive, ...before, masks: rest };
}

function withMask(
  document: TemplateDocument,
  mask: MaskEdit,
  before: ReadColumns,
  after: ReadColumns,
): TemplateDocument {
  const masks = [...(document.masks ?? [])];
  // What lives on in another follows it, and a child its parent.
  if (document.split_from || (document.merged_into !== undefined && document.merged_by !== 'edit'))
    return { ...document, masks: [...masks, { edit_id: mask.id }] };
  const shape = { columns: document.columns, forms: document.parameters.map(({ type }) => formOf(type)) };
  const read = remask(shape, before, after);
  if (read === shape) return { ...document, masks: [...masks, { edit_id: mask.id }] };
  return {
    ...document,
    version: document.version + 1,
    columns: [...read.columns],
    ...describeShape(read),
    masks: [...masks, { edit_id: mask.id, before: shapeOf(document) }],
  };
}

function shapeOf({ version, text, columns, parameters }: TemplateDocument): UnmaskedTemplate {
  return { version, text, columns, parameters };
}

function isOtherShape(a: TemplateDocument, b: TemplateDocument): boolean {
  return (
    a.merged_into !== b.merged_into ||
    a.version !== b.version ||
    JSON.stringify(a.columns) !== JSON.stringify(b.columns)
  );
}

/** Templates that have the same columns under the masks are one, the oldest; each remembers what it was. */
function joinTwins(
  documents: readonly TemplateDocument[],
  before: readonly TemplateDocument[],
  changed: Set<string>,
): TemplateDocument[] {
  if (changed.size === 0) return [...documents];
  const elders = new Map<string, string>();
  return documents.map((document, index) => {
    if (document.split_from || (document.merged_into !== undefined && document.merged_by !== 'edit'))
      return document;
    const key = JSON.stringify(document.columns);
    const elder = elders.get(key);
    if (elder === undefined) {
      elders.set(key, document.id);
      return document;
    }
    changed.add(document.id);
    return {
      ...document,
      merged_into: elder,
      merged_by: 'learning' as const,
      ...remembering(document, before[index]!),
    };
  });
}

function remembering(document: TemplateDocument, before: TemplateDocument): { masks?: AppliedMask[] } {
  const masks = document.masks ?? [];
  const last = masks.at(-1);
  if (!last || last.before) return {};
  return { masks: [...masks.slice(0, -1), { ...last, before: shapeOf(before) }] };
}
