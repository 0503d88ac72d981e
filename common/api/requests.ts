import * as z from 'zod';
import { REQUEST_OUTCOMES } from '../choices.ts';
import { Reference } from '../documents/reference.ts';
import { RequestDocument } from '../documents/request_document.ts';
import { Level } from '../levels.ts';
import { FORWARD, Id, isForwardWhereGiven, optionalRange, Size } from './basics.ts';
import { SharedTraitSummary } from '../shared_traits.ts';
import { FilterText } from './filter.ts';

/** Which requests are meant. */
const which = {
  ...optionalRange,
  service: Id.optional(),
  template_id: Id.optional(),
  filter: FilterText.optional(),
};

/**
 * Requests of the range in which something was wrong. `outcome`: those that failed, or those that came to their normal end all the same;
 * absent: both. `service`: where they failed first; `template_id`: with what.
 */
export const RequestsQuery = z
  .strictObject({
    ...which,
    size: Size.default(100),
    outcome: z.enum(REQUEST_OUTCOMES).optional(),
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

/** Which requests of {@link RequestsQuery} are counted. */
export const RequestCountsQuery = z
  .strictObject({ ...which, outcome: z.enum(REQUEST_OUTCOMES).default('failed') })
  .refine(isForwardWhereGiven, FORWARD);
export type RequestCountsQuery = z.infer<typeof RequestCountsQuery>;

/** Requests that failed first at one place, on one path. */
export const RequestCount = z
  .strictObject({
    /** Where they failed first, or the line after which they left the usual way; absent where neither is known. */
    service: z.string().optional(),
    template_id: z.string().optional(),
    /** What they asked for; absent in what versions before 0.3 wrote. */
    path: z.strictObject({ service: z.string(), template_id: z.string().optional() }).optional(),
    count: z.int(),
  })
  .meta({ id: 'RequestCount' });
export type RequestCount = z.infer<typeof RequestCount>;

/** How many requests failed where, and on which paths: all of them, the largest groups first. */
export const RequestCountsResponse = z
  .strictObject({ total: z.int(), counts: z.array(RequestCount) })
  .meta({ id: 'RequestCounts' });
export type RequestCountsResponse = z.infer<typeof RequestCountsResponse>;

/** Which failed requests are compared with requests without an error, as those of {@link RequestsQuery}. */
export const SharedTraitsQuery = z.strictObject(which).refine(isForwardWhereGiven, FORWARD);
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
    /** Index of the span that it is of. */
    span: z.int(),
  })
  .meta({ id: 'RequestLine' });
export type RequestLine = z.infer<typeof RequestLine>;

/** What a service did for a request, from its first line for a call until its caller speaks again: called twice it has two. */
export const RequestSpan = z
  .strictObject({
    service: z.string(),
    /** Index of the span that called it; absent: the entry. */
    caller: z.int().optional(),
    /** When the caller wrote its last line before. */
    called: z.iso.datetime().optional(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    line_count: z.int(),
    error_count: z.int(),
    /** Which try again it is: the same caller called the same service before, which failed each time. */
    retry: z.int().optional(),
  })
  .meta({ id: 'RequestSpan' });
export type RequestSpan = z.infer<typeof RequestSpan>;

/** A stretch in which no service wrote a line, longer than is usual. */
export const RequestGap = z
  .strictObject({
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    /** The longest usual wait between these two lines, milliseconds. */
    usual_ms: z.number(),
    /** How often these two lines follow one another in requests that succeeded; 0: they are not known, and other waits of the request say what is usual. */
    times: z.int(),
  })
  .meta({ id: 'RequestGap' });
export type RequestGap = z.infer<typeof RequestGap>;

/** How a request went, beside others of its path that succeeded: they began with the same line of the same service. */
export const RequestComparison = z
  .strictObject({
    /** With how many; 0: there are none, and nothing is compared. */
    requests: z.int(),
    /** Where it left their way; absent where it did not. */
    break_point: z
      .strictObject({
        /** The last line that is as in the others; absent where the first one is not. */
        last_good: RequestLine.optional(),
        /** The line that came instead of what is usual; absent where none did. */
        unusual: RequestLine.optional(),
        /** What usually comes there, and never came. */
        missing: z.strictObject({ service: z.string(), template_id: z.string().optional() }).optional(),
      })
      .optional(),
  })
  .meta({ id: 'RequestComparison' });
export type RequestComparison = z.infer<typeof RequestComparison>;

/** Two services whose times do not fit: the clock of one is off at least by that, or the callee works outside of its call. */
export const ClockSkew = z
  .strictObject({
    caller: z.string(),
    callee: z.string(),
    /** Milliseconds by which the callee ends after its caller; negative: by which it begins before. */
    ahead_ms: z.number(),
    /** In nearly all of so many requests. */
    requests: z.int(),
  })
  .meta({ id: 'ClockSkew' });
export type ClockSkew = z.infer<typeof ClockSkew>;

/**
 * `failed`: the service that was asked first wrote an error, or the request did not come to an end that those of its path normally have, or
 * it is part of an anomaly of sequences;
 * `degraded`: it came to its end, with an error of another service; `succeeded`: any other.
 */
export const RequestOutcome = z.enum(['succeeded', ...REQUEST_OUTCOMES]);
export type RequestOutcome = z.infer<typeof RequestOutcome>;

/** Why what an id joins is hardly a request. */
export const RefusalReason = z.enum(['too_many_lines', 'too_long']);
export type RefusalReason = z.infer<typeof RefusalReason>;
/** Why an id joins nothing: what it joins is no request, or it stands beside more ids than a request has. */
export const IdRefusalReason = z.enum([...RefusalReason.options, 'too_many_ids']);
export type IdRefusalReason = z.infer<typeof IdRefusalReason>;

/** One request across services as its lines tell it, in time order. */
export const RequestStoryResponse = z
  .strictObject({
    /** As it was asked for. */
    request_id: z.string(),
    /** All ids by which its lines name it, where they are several. */
    request_ids: z.array(z.string()).optional(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    /** Absent where not all lines are known. */
    outcome: RequestOutcome.optional(),
    /** In the order of their first lines. */
    spans: z.array(RequestSpan),
    gaps: z.array(RequestGap),
    line_count: z.int(),
    error_count: z.int(),
    /** The line with which it failed first. */
    first_error: RequestLine.optional(),
    /** The anomaly of sequences that it is part of: it failed for that, however it ended. */
    anomaly_id: z.string().optional(),
    comparison: RequestComparison,
    clock_skews: z.array(ClockSkew),
    lines: z.array(RequestLine),
    /**
     * Why the id is hardly that of a request. Of too many lines, 10,000 of the last hour are here, and nothing is said of the
     * outcome; of one that takes longer than an hour, all are.
     */
    refused: RefusalReason.optional(),
  })
  .meta({ id: 'RequestStory' });
export type RequestStoryResponse = z.infer<typeof RequestStoryResponse>;
