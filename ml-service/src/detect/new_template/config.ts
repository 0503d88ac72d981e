import { z } from 'zod';

/** What counts as a new template, in numbers. */
export const NewTemplateConfig = z.strictObject({
  /**
   * Known minutes before a template may be called new. Recordings often have only two or three minutes of normal logs
   * before a fault; below that everything is new.
   */
  min_known_minutes: z.int().min(1).default(2),
  /** Known minutes of the past from which the chance of a new template is estimated: recent enough to be this stream. */
  history_minutes: z.int().min(1).default(180),
  /**
   * How long more lines of a new template belong to the same anomaly, and how late its first line may come to be counted.
   * After it the frequency rule has a full window of it.
   */
  follow_minutes: z.int().min(1).default(10),
  /**
   * A new template where one line in a thousand is new is as abnormal as it gets; where one in 178 is, it scores 75. Rarer
   * is not told apart: the estimate rests on a handful of templates seen once.
   */
  full_decades: z.number().positive().default(3),
});
export type NewTemplateConfig = z.infer<typeof NewTemplateConfig>;
