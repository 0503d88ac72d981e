import * as z from 'zod';
import { REQUEST_OUTCOMES } from '../choices.ts';
import { boolean, date, integer, keyword, keywordOf, long, opaque } from './field.ts';
import { Reference } from './reference.ts';

/** What one service did for a request: a run of its lines, in time order of their first line. */
export const Hop = z.strictObject({
  service: z.string(),
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  line_count: z.int(),
  error_count: z.int(),
  template_ids: z.array(z.string()),
});
export type Hop = z.infer<typeof Hop>;

/** What a request asked for, as far as lines say: the service that was asked first, and its first line. */
export const RequestPath = z.strictObject({ service: keyword(), template_id: keyword().optional() });
export type RequestPath = z.infer<typeof RequestPath>;

/** Where a request left the way of those that succeed, and what usually comes there and never came. */
export const BreakPoint = z.strictObject({
  /** Of the last line of the usual way. */
  service: keyword(),
  template_id: keyword().optional(),
  missing: opaque(z.strictObject({ service: z.string(), template_id: z.string() })).optional(),
});
export type BreakPoint = z.infer<typeof BreakPoint>;

/** `log-ai-requests-*`: a request that failed or was degraded, the services it crossed and where it broke first. */
export const RequestDocument = z.strictObject({
  '@timestamp': date(),
  request_id: keyword(),
  /** All ids by which its lines name it, sorted, where they are several. */
  request_ids: z.array(keyword()).optional(),
  /** `degraded`: an error in a request that came to its normal end. Absent in what versions before 0.3 wrote: it failed. */
  outcome: keywordOf(REQUEST_OUTCOMES).optional(),
  /** Its outcome was decided before it was known how requests of its path end: it is decided anew when that is. */
  is_interim: boolean().optional(),
  path: RequestPath.optional(),
  event: z.strictObject({
    start: date(),
    end: date(),
    /** Nanoseconds, as ECS has it. */
    duration: long(),
    created: date(),
  }),
  services: z.array(keyword()),
  line_count: integer(),
  error_count: integer(),
  /** Absent where it stopped without one where others go on, or left their way. */
  first_error: z
    .strictObject({
      '@timestamp': date(),
      service: keyword(),
      template_id: keyword().optional(),
      reference: opaque(Reference).optional(),
    })
    .optional(),
  break_point: BreakPoint.optional(),
  /** The anomaly of sequences that it is part of: it failed for that, however it ended. */
  anomaly_id: keyword().optional(),
  hops: opaque(z.array(Hop)),
  /** On which hosts its lines were written, and of which versions of services, sorted. */
  hosts: z.array(keyword()).optional(),
  versions: z.array(keyword()).optional(),
  /** Where its lines lie, sorted: who may not read all of these does not see it. */
  data_streams: z.array(keyword()).optional(),
});
export type RequestDocument = z.infer<typeof RequestDocument>;
