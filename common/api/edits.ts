import * as z from 'zod';
import { Edit } from '../documents/edit.ts';
import { SeverityLabel } from '../levels.ts';
import { Id, Size } from './basics.ts';
import { API_LIMITS } from './limits.ts';
import { Template } from './templates.ts';

const Name = z.string().trim().min(1).max(200);

/** An edit to be made. */
export const EditRequest = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rename'), template_id: Id, name: Name }),
    z.strictObject({ kind: z.literal('expect'), template_id: Id, expected: z.boolean().default(true) }),
    /** Its lines are this severe, whatever their level and the model say. */
    z.strictObject({ kind: z.literal('severity'), template_id: Id, severity: SeverityLabel }),
    /** The oldest lives on unless `into` names another of them. */
    z.strictObject({
      kind: z.literal('merge'),
      template_ids: z.array(Id).min(2).max(API_LIMITS.ids),
      into: Id.optional(),
    }),
    z.strictObject({
      kind: z.literal('split'),
      template_id: Id,
      parameter: z.string().min(1).max(200),
      /** As they stand in the line, e.g. `500`. */
      values: z.array(z.string().min(1).max(1024)).min(1).max(API_LIMITS.ids),
    }),
    z.strictObject({
      kind: z.literal('mask'),
      name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'a name of lower-case letters, digits and _'),
      /** Classes, groups, choices and repeats; no look-around, no references back: it takes linear time. */
      pattern: z.string().min(1).max(1000),
    }),
  ])
  .meta({ id: 'EditRequest' });
export type EditRequest = z.infer<typeof EditRequest>;

/** Newest first. `template_id`: those that name it. */
export const EditsQuery = z.strictObject({ template_id: Id.optional(), size: Size.default(100) });
export type EditsQuery = z.infer<typeof EditsQuery>;

export const EditsResponse = z
  .strictObject({
    /** Rises with each edit and each undo. */
    revision: z.int(),
    total: z.int(),
    edits: z.array(Edit),
  })
  .meta({ id: 'EditsResponse' });
export type EditsResponse = z.infer<typeof EditsResponse>;

/** An edit that is made or undone; old documents follow by a job. */
export const EditResponse = z
  .strictObject({
    edit: Edit,
    /** False where all was so already. */
    changed: z.boolean(),
    /** The templates that it names, as they are now. */
    templates: z.array(Template),
  })
  .meta({ id: 'EditResponse' });
export type EditResponse = z.infer<typeof EditResponse>;
