import * as z from 'zod';
import { Level } from '../levels.ts';
import { FORWARD, Id, Ids, isForward, range } from './basics.ts';
import { API_LIMITS } from './limits.ts';

/** What counts can be told apart by. */
export const CountSplit = z.enum(['template', 'service', 'level']);
export type CountSplit = z.infer<typeof CountSplit>;

/**
 * Lines over time. `split`: a series for each value, or for each combination where it is repeated; without it one
 * series of all lines. `buckets`: about how many points; the interval is the next round one.
 */
export const CountsQuery = z
  .strictObject({
    ...range,
    template_id: Ids.optional(),
    service: Id.optional(),
    level: Level.optional(),
    split: z.union([z.array(CountSplit).max(3), CountSplit.transform((split) => [split])]).default([]),
    buckets: z.coerce.number().int().min(1).max(API_LIMITS.buckets).default(60),
  })
  .refine(isForward, FORWARD);
export type CountsQuery = z.infer<typeof CountsQuery>;

/** Lines of one kind, a number for each bucket. `level` is absent for lines that state none. */
export const CountSeries = z
  .strictObject({
    template_id: z.string().optional(),
    service: z.string().optional(),
    level: Level.optional(),
    total: z.int(),
    counts: z.array(z.int()),
  })
  .meta({ id: 'CountSeries' });
export type CountSeries = z.infer<typeof CountSeries>;

/** Bucket i begins at `start` + i × `interval_ms`. */
export const CountsResponse = z
  .strictObject({
    start: z.iso.datetime(),
    interval_ms: z.int(),
    /** Whether any line at all was counted in the bucket: where none was, a count of 0 means that nothing is known. */
    known: z.array(z.boolean()),
    /** The largest first. */
    series: z.array(CountSeries),
    /** There are more series than these. */
    is_truncated: z.boolean(),
  })
  .meta({ id: 'CountsResponse' });
export type CountsResponse = z.infer<typeof CountsResponse>;
