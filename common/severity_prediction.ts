import * as z from 'zod';
import { SeverityLabel } from './levels.ts';

const Share = z.number().min(0).max(1);

/** What the model says of a message: calibrated, so that of the answers with confidence 0.8 some 80 % are right. */
export const SeverityPrediction = z.object({
  /** The most probable. */
  label: SeverityLabel,
  /** The probability of the label. */
  confidence: Share,
  /** Of each label; 1 together. */
  probabilities: z.object({
    informational: Share,
    warning: Share,
    error: Share,
    critical: Share,
  }),
});
export type SeverityPrediction = z.infer<typeof SeverityPrediction>;
