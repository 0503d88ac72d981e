import * as z from 'zod';
import { date, double, float, integer, keyword } from './field.ts';

/**
 * `log-ai-edges-*`: calls of one service by another one that began in a minute, as the lines of requests show them. Of each minute
 * that was read all edges are there; the minute is replaced when late lines come.
 */
export const EdgeDocument = z.strictObject({
  /** Of the minute in which the calls began. */
  '@timestamp': date(),
  /** Absent: it came from outside, so that calls are requests. */
  caller: keyword().optional(),
  callee: keyword(),
  calls: integer(),
  /** Calls in which the callee wrote an error. */
  failures: integer(),
  /** Calls after one of the same caller and callee that failed, within what the caller did for one call. */
  retries: integer(),
  /** Milliseconds from the caller's line before the call (of an entry: from its first line) to the callee's last line. */
  latency_ms: z.strictObject({ sum: double(), max: double() }),
  /** Of all requests of the minute, those that were read: the numbers are scaled up by it already. */
  share: float(),
  /** Where the lines of its requests lie, all of them, sorted: who may not read all of these does not see it. */
  data_streams: z.array(keyword()),
});
export type EdgeDocument = z.infer<typeof EdgeDocument>;
