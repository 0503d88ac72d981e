import * as z from 'zod';
import { date, integer, keyword, long, opaque } from './field.ts';
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

/** `log-ai-requests-*`: a failed request, the services it crossed and where it broke first. */
export const RequestDocument = z.strictObject({
  '@timestamp': date(),
  request_id: keyword(),
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
  first_error: z.strictObject({
    '@timestamp': date(),
    service: keyword(),
    template_id: keyword().optional(),
    reference: opaque(Reference).optional(),
  }),
  hops: opaque(z.array(Hop)),
  /** Where its lines lie, sorted: who may not read all of these does not see it. */
  data_streams: z.array(keyword()).optional(),
});
export type RequestDocument = z.infer<typeof RequestDocument>;
