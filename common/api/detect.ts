import * as z from 'zod';
import { FORWARD, isForward, range } from './basics.ts';

/** The range to be judged. It may lie in the past: the same range gives the same anomalies. */
export const DetectRequest = z.strictObject(range).refine(isForward, FORWARD).meta({ id: 'DetectRequest' });
export type DetectRequest = z.infer<typeof DetectRequest>;

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

export const DetectResponse = z
  .strictObject({
    ...range,
    /** Documents that went through the pipeline anew, and documents that taught templates. */
    relabelled: z.int(),
    learned: z.int(),
    counted_minutes: z.int(),
    /** By type, e.g. `{frequency: 2}`. */
    anomalies: z.record(z.string(), z.int()),
    failed_requests: z.int(),
    verdicts: z.array(DetectVerdict),
    /** Minutes of the range that no document covers. */
    unknown_minutes: z.int(),
  })
  .meta({ id: 'DetectResponse' });
export type DetectResponse = z.infer<typeof DetectResponse>;

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
