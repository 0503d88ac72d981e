import * as z from 'zod';
import { SeverityPrediction } from '../severity_prediction.ts';
import { API_LIMITS } from './limits.ts';

/** Messages to be told apart by what they say: best without their header. Of each the first 512 characters count. */
export const ClassifyRequest = z
  .strictObject({ texts: z.array(z.string()).min(1).max(API_LIMITS.texts) })
  .meta({ id: 'ClassifyRequest' });
export type ClassifyRequest = z.infer<typeof ClassifyRequest>;

/** What the model says of one message. */
export const Classification = SeverityPrediction.extend({
  /** Critical, and surer than 0.85. */
  requires_immediate_action: z.boolean(),
}).meta({ id: 'Classification' });
export type Classification = z.infer<typeof Classification>;

/** One for each text, in order. */
export const ClassifyResponse = z
  .strictObject({
    /** Which model it was: another one may answer otherwise. */
    model: z.string(),
    classifications: z.array(Classification),
  })
  .meta({ id: 'ClassifyResponse' });
export type ClassifyResponse = z.infer<typeof ClassifyResponse>;
