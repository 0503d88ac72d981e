import * as z from 'zod';
import { FORWARD, isForwardWhereGiven, optionalRange } from './basics.ts';

/** Calls of whole minutes that touch the range; without one those of the last hour. */
export const ServiceMapQuery = z.strictObject(optionalRange).refine(isForwardWhereGiven, FORWARD);
export type ServiceMapQuery = z.infer<typeof ServiceMapQuery>;

const calls = {
  calls: z.int(),
  /** Calls in which the one that was called wrote an error. */
  failures: z.int(),
  /** Calls after one of the same caller that failed. */
  retries: z.int(),
  /** Milliseconds from the call to the last line of the one that was called; absent where there was no call. */
  mean_ms: z.number().optional(),
};
export const CallNumbers = z.strictObject(calls).meta({ id: 'CallNumbers' });
export type CallNumbers = z.infer<typeof CallNumbers>;

/** Calls of one service by another one. */
export const ServiceEdge = z
  .strictObject({
    /** Absent: they came from outside, so that calls are requests. */
    caller: z.string().optional(),
    callee: z.string(),
    ...calls,
    /** In the period before; absent where there was no such call. */
    before: CallNumbers.optional(),
  })
  .meta({ id: 'ServiceEdge' });
export type ServiceEdge = z.infer<typeof ServiceEdge>;

/** A service with all calls of it; a service that was not called since has none. */
export const ServiceNode = z
  .strictObject({ name: z.string(), ...calls, before: CallNumbers.optional() })
  .meta({ id: 'ServiceNode' });
export type ServiceNode = z.infer<typeof ServiceNode>;

/** Who calls whom, as requests show it, beside the period of equal length before. */
export const ServiceMapResponse = z
  .strictObject({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** When the period before began; it ended at `from`. */
    before_from: z.iso.datetime(),
    /** Whether any call of the period before is known: else nothing can be said to be new. */
    before_known: z.boolean(),
    /** The smallest share of requests that was read in one of the minutes; the numbers are scaled up by it already. */
    share: z.number(),
    /** By their names. */
    services: z.array(ServiceNode),
    /** By their names, those from outside first. */
    edges: z.array(ServiceEdge),
  })
  .meta({ id: 'ServiceMap' });
export type ServiceMapResponse = z.infer<typeof ServiceMapResponse>;
