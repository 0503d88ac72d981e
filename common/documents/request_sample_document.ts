import * as z from 'zod';
import { SAMPLE_OUTCOMES } from '../choices.ts';
import { Level } from '../levels.ts';
import { date, integer, keyword, keywordOf, opaque } from './field.ts';
import { RequestPath } from './request_document.ts';

/** A line of a request, without the line: when it came, where, and what it was. */
export const SampleStep = z.strictObject({
  /** Milliseconds after the request's first line. */
  offset_ms: z.number(),
  service: z.string(),
  template_id: z.string().optional(),
  level: Level.optional(),
});
export type SampleStep = z.infer<typeof SampleStep>;

/** Steps of a sample; what comes later is left out, and `line_count` is more than they are. */
export const MOST_SAMPLE_STEPS = 200;

/** `log-ai-request-samples-*`: some requests of each minute without an error, so that others can be compared with them. */
export const RequestSampleDocument = z.strictObject({
  /** When it started. */
  '@timestamp': date(),
  request_id: keyword(),
  /** `succeeded`; or it stopped where others go on: so that a new way to end, once it is usual, is known as one. */
  outcome: keywordOf(SAMPLE_OUTCOMES),
  event: z.strictObject({
    start: date(),
    end: date(),
  }),
  path: RequestPath,
  line_count: integer(),
  /** The first {@link MOST_SAMPLE_STEPS}, in time order. */
  steps: opaque(z.array(SampleStep)),
  /** The last line of the service that was asked first, where it is not among the steps: how a long request ended is known. */
  last_word: opaque(SampleStep).optional(),
  /** Where its lines lie, sorted: who may not read all of these does not see it. */
  data_streams: z.array(keyword()),
});
export type RequestSampleDocument = z.infer<typeof RequestSampleDocument>;
