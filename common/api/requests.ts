import * as z from 'zod';
import { REQUEST_OUTCOMES } from '../choices.ts';
import { Reference } from '../documents/reference.ts';
import { Hop, RequestDocument } from '../documents/request_document.ts';
import { Level } from '../levels.ts';
import { FORWARD, Id, isForwardWhereGiven, optionalRange, Size } from './basics.ts';
import { SharedTraitSummary } from '../shared_traits.ts';
import { FilterText } from './filter.ts';

/**
 * Requests of the range in which something was wrong. `outcome`: those that failed, or those that came to their normal end all the same;
 * absent: both. `service`: where they failed first; `template_id`: with what.
 */
export const RequestsQuery = z
  .strictObject({
    ...optionalRange,
    size: Size.default(100),
    outcome: z.enum(REQUEST_OUTCOMES).optional(),
    service: Id.optional(),
    template_id: Id.optional(),
    filter: FilterText.optional(),
  })
  .refine(isForwardWhereGiven, FORWARD);
export type RequestsQuery = z.infer<typeof RequestsQuery>;

/** A request that failed or was degraded, as it is indexed. */
export const FailedRequest = RequestDocument.meta({ id: 'FailedRequest' });
export type FailedRequest = z.infer<typeof FailedRequest>;

/**
 * `total`: how many there are, `requests`: those that failed first, of each outcome the newest. `totals`: how many of each outcome, whichever
 * was asked for.
 */
export const RequestsResponse = z
  .strictObject({
    total: z.int(),
    totals: z.strictObject({ failed: z.int(), degraded: z.int() }),
    requests: z.array(FailedRequest),
  })
  .meta({ id: 'RequestsResponse' });
export type RequestsResponse = z.infer<typeof RequestsResponse>;

/** Which failed requests are compared with requests without an error, as those of {@link RequestsQuery}. */
export const SharedTraitsQuery = z
  .strictObject({
    ...optionalRange,
    service: Id.optional(),
    template_id: Id.optional(),
    filter: FilterText.optional(),
  })
  .refine(isForwardWhereGiven, FORWARD);
export type SharedTraitsQuery = z.infer<typeof SharedTraitsQuery>;

/** What failed requests had before they failed, and requests without an error do not have. Nothing of it is stored. */
export const SharedTraitsResponse = z
  .strictObject({
    /** The least likely by chance first. */
    traits: z.array(SharedTraitSummary),
    /** Why nothing can be said: with fewer than `least` of either nothing is. */
    verdict: z.enum(['compared', 'too_few_failed', 'too_few_others']),
    least: z.int(),
    /** When the requests happened that were compared: the end of the range, where more failed than are. */
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** Requests that failed, and how many of them were compared. */
    failed_total: z.int(),
    failed: z.int(),
    /** Requests without an error that they were compared with. */
    others: z.int(),
    /** Of the requests of that time, those whose lines were read for it; below 1 there were too many. */
    share: z.number(),
  })
  .meta({ id: 'SharedTraits' });
export type SharedTraitsResponse = z.infer<typeof SharedTraitsResponse>;

/** Where a line of a request lies, and what is known of it. */
export const RequestLine = z
  .strictObject({
    '@timestamp': z.iso.datetime(),
    service: z.string(),
    level: Level.optional(),
    template_id: z.string().optional(),
    reference: Reference,
  })
  .meta({ id: 'RequestLine' });
export type RequestLine = z.infer<typeof RequestLine>;

/** The way of one request across services: hops in causal order, lines in time order, failed or not. */
export const RequestStoryResponse = z
  .strictObject({
    request_id: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    hops: z.array(Hop),
    line_count: z.int(),
    error_count: z.int(),
    first_error: RequestDocument.shape.first_error,
    lines: z.array(RequestLine),
    /** More lines than `lines` holds; the counts are of all of them. */
    is_truncated: z.boolean(),
  })
  .meta({ id: 'RequestStory' });
export type RequestStoryResponse = z.infer<typeof RequestStoryResponse>;
