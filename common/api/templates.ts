import * as z from 'zod';
import { TEMPLATE_SORTS } from '../choices.ts';
import { Reference } from '../documents/reference.ts';
import { TemplateDocument } from '../documents/template_document.ts';
import { Level } from '../levels.ts';
import { FORWARD, Id, Ids, isForward, Moment, range, Size } from './basics.ts';
import { FilterText } from './filter.ts';
import { API_LIMITS } from './limits.ts';

/** What templates can be sorted by. */
export const TemplateSort = z.enum(TEMPLATE_SORTS);
export type TemplateSort = z.infer<typeof TemplateSort>;

/**
 * `query`: words of the text, the last one may be begun only, or an id. `from`: how many to leave out.
 * `first_seen_from`, `first_seen_to`: templates that were new in that time. `ids`: these, ids that were merged included.
 */
export const TemplatesQuery = z.strictObject({
  query: z.string().min(1).max(API_LIMITS.id).optional(),
  service: Id.optional(),
  level: Level.optional(),
  ids: Ids.optional(),
  first_seen_from: Moment.optional(),
  first_seen_to: Moment.optional(),
  filter: FilterText.optional(),
  sort: TemplateSort.default('last_seen'),
  order: z.enum(['asc', 'desc']).default('desc'),
  size: Size.default(50),
  from: z.coerce.number().int().min(0).max(API_LIMITS.offset).default(0),
});
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;

/** A template as users see it: how the miner matches it stays inside. */
export const Template = TemplateDocument.omit({
  columns: true,
  classified: true,
  merged_by: true,
  edited: true,
  recounted: true,
  masked: true,
  masks: true,
})
  .extend({
    /** Ids that it had before others were merged into it: lines of old carry them. Given where it is asked for by its id. */
    former_ids: z.array(z.string()).optional(),
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof Template>;

export const TemplatesResponse = z
  .strictObject({
    total: z.int(),
    templates: z.array(Template),
    /** Of the ids asked for those that were merged, with the id that stands for each. */
    merged: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'TemplatesResponse' });
export type TemplatesResponse = z.infer<typeof TemplatesResponse>;

/**
 * What templates are compared with: a text, or a template. `size`: how many; the most similar come first. The others narrow
 * down as those of {@link TemplatesQuery} do.
 */
export const SimilarTemplatesQuery = z
  .strictObject({
    like: z.string().trim().min(1).max(API_LIMITS.like).optional(),
    template_id: Id.optional(),
    service: Id.optional(),
    level: Level.optional(),
    filter: FilterText.optional(),
    size: z.coerce.number().int().min(1).max(API_LIMITS.similar).default(20),
  })
  .refine(({ like, template_id }) => (like === undefined) !== (template_id === undefined), {
    error: 'give either like, a text, or template_id',
    path: ['like'],
  });
export type SimilarTemplatesQuery = z.infer<typeof SimilarTemplatesQuery>;

export const SimilarTemplatesResponse = z
  .strictObject({
    templates: z.array(
      z.strictObject({
        template: Template,
        /** The cosine of the two meanings: 1 the same, near 0 nothing in common. */
        similarity: z.number(),
      }),
    ),
    /** Live templates whose meaning is not known yet: they cannot be among these. */
    waiting: z.int(),
  })
  .meta({ id: 'SimilarTemplates' });
export type SimilarTemplatesResponse = z.infer<typeof SimilarTemplatesResponse>;

/** Lines of a template and where they lie, newest first. The lines themselves are read by those who may. */
export const SamplesQuery = z
  .strictObject({
    ...range,
    service: Id.optional(),
    size: z.coerce.number().int().min(1).max(API_LIMITS.references).default(10),
  })
  .refine(isForward, FORWARD);
export type SamplesQuery = z.infer<typeof SamplesQuery>;

export const SamplesResponse = z
  .strictObject({ references: z.array(Reference) })
  .meta({ id: 'SamplesResponse' });
export type SamplesResponse = z.infer<typeof SamplesResponse>;
