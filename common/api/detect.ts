import * as z from 'zod';

/** What a detector could say: minutes judged, and minutes that it could not judge and why. */
export const DetectVerdict = z
  .strictObject({
    detector: z.string(),
    verdict: z.enum([
      'judged',
      'insufficient_history',
      'unknown_templates',
      'unknown_minute',
      'state_discarded',
    ]),
    minutes: z.int(),
    known_minutes: z.int().optional(),
    needed_minutes: z.int().optional(),
  })
  .meta({ id: 'DetectVerdict' });
export type DetectVerdict = z.infer<typeof DetectVerdict>;

/** What one run of the learning task did. */
export const LearnResponse = z
  .strictObject({
    documents: z.int(),
    repaired: z.int(),
    conflicts: z.int(),
    /** Documents whose label was refused, and all that are left alone for it now. */
    failed: z.int(),
    parked: z.int(),
    generation: z.int(),
    /** Live templates, and those that left because there are too many. */
    templates: z.int(),
    evicted: z.int(),
  })
  .meta({ id: 'LearnResponse' });
export type LearnResponse = z.infer<typeof LearnResponse>;
