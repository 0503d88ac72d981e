import * as z from 'zod';

/** In a query there are texts only. */
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** `overwrite`: also what a user changed. */
export const SavedObjectsQuery = z.strictObject({ overwrite: Flag.default(false) });

/** What became of one object; the words are explained in `common/saved_objects/installation.ts`. */
export const SavedObjectStep = z
  .strictObject({
    type: z.enum(['dashboard', 'search', 'index-pattern', 'tag']),
    id: z.string(),
    title: z.string(),
    state: z.enum(['missing', 'current', 'outdated', 'changed', 'newer']),
    /** What was done; asked with GET: what an installation would do. */
    action: z.enum(['create', 'update', 'keep', 'skip', 'delete']),
    reason: z.string().optional(),
  })
  .meta({ id: 'SavedObjectStep' });
export type SavedObjectStep = z.infer<typeof SavedObjectStep>;

export const SavedObjectsResponse = z.strictObject({
  space: z.string(),
  /** The edition of the objects that this version of Log AI brings. */
  edition: z.int(),
  objects: z.array(SavedObjectStep),
});
export type SavedObjectsResponse = z.infer<typeof SavedObjectsResponse>;
