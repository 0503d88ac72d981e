import * as z from 'zod';
import { SeverityLabel } from '../levels.ts';

/** Where a parameter stood in its template when it was split: names are guesses and may change as a template learns. */
export const EditedSlot = z.strictObject({
  /** The learned template whose columns are meant. */
  pattern_id: z.string(),
  column: z.int(),
  /** Among the slots of the column. */
  index: z.int(),
  /** How many columns the pattern had: a union of templates may have others. */
  columns: z.int(),
  /** {@link maskEpochOf} the journal: other masks, other columns. */
  mask_epoch: z.int(),
});
export type EditedSlot = z.infer<typeof EditedSlot>;

const edit = {
  id: z.string(),
  created: z.iso.datetime(),
  /** Who made it; absent where nobody was named, as by the command line. */
  by: z.string().optional(),
  /** When it was taken back. */
  undone: z.iso.datetime().optional(),
  undone_by: z.string().optional(),
};

/** What a person changed about templates. Ids are those that were live at that moment. */
export const Edit = z
  .discriminatedUnion('kind', [
    /** A name beside the id. */
    z.strictObject({ ...edit, kind: z.literal('rename'), template_id: z.string(), name: z.string() }),
    /** Anomalies of the template are nothing to worry about, or are again. */
    z.strictObject({ ...edit, kind: z.literal('expect'), template_id: z.string(), expected: z.boolean() }),
    /** The lines of the template are this severe, whatever their level and a model say. */
    z.strictObject({
      ...edit,
      kind: z.literal('severity'),
      template_id: z.string(),
      severity: SeverityLabel,
    }),
    /** These templates are one with `into`, whatever their shape. */
    z.strictObject({
      ...edit,
      kind: z.literal('merge'),
      template_ids: z.array(z.string()),
      into: z.string(),
    }),
    /** Lines with one of these values of the parameter are templates of their own. */
    z.strictObject({
      ...edit,
      kind: z.literal('split'),
      template_id: z.string(),
      parameter: z.string(),
      children: z.array(z.strictObject({ value: z.string(), template_id: z.string() })),
      slot: EditedSlot.optional(),
    }),
    /** A kind of value that is masked before all others. */
    z.strictObject({ ...edit, kind: z.literal('mask'), name: z.string(), pattern: z.string() }),
  ])
  .meta({ id: 'Edit' });
export type Edit = z.infer<typeof Edit>;
export type EditKind = Edit['kind'];
export type EditOf<K extends EditKind> = Extract<Edit, { kind: K }>;

/**
 * All edits in the order in which they were made, the undone included: one record, so that every process sees one order.
 * `revision` rises with each edit and each undo.
 */
export const EditJournal = z.strictObject({ revision: z.int(), edits: z.array(Edit) });
export type EditJournal = z.infer<typeof EditJournal>;
