import type {
  FailedRequestSummary,
  FailureGroupSummary,
  LinePosition,
} from '../../../common/analysis_report.ts';
import { isFailure } from '../../../common/levels.ts';
import { summarizeFailures } from '../correlate/failure_summary.ts';
import { RequestAssembler } from '../correlate/request_assembler.ts';
import type { FailedRequest, FirstError } from '../correlate/request_story.ts';
import { excerptOfLine } from './kept_lines.ts';
import type { CountedLine } from './template_tally.ts';

/** What a report tells of failed requests. */
export const FAILURE_LIMITS = {
  /** Requests one by one; the groups count all of them. */
  requests: 100,
  /** Lines of failures that are kept to be shown: 10 MB. */
  texts: 20_000,
  text_length: 500,
};

/** Above the bound this share leaves at once. */
const DROPPED_SHARE = 0.1;
/** Digits of a line's number, so that numbers sort as text. */
const LINE_DIGITS = 12;

/** Follows requests through the lines. */
export class RequestFollower {
  readonly #timed = new RequestAssembler();
  /** Lines before any time was seen: their order stands for it, and nothing is said of start and duration. */
  readonly #untimed = new RequestAssembler();
  /** Lines that name a request. */
  line_count = 0;
  readonly #texts = new Map<string, string>();

  add({ event, timestamp, service, line }: CountedLine): void {
    const { request_id, level, template_id } = event;
    if (request_id === undefined) return;
    this.line_count += 1;
    const id = String(line).padStart(LINE_DIGITS, '0');
    const assembler = timestamp === undefined ? this.#untimed : this.#timed;
    assembler.add({
      request_id,
      timestamp: timestamp ?? line,
      service,
      ...(level === undefined ? {} : { level }),
      ...(template_id === undefined ? {} : { template_id }),
      reference: { _index: '', _id: id },
    });
    if (!isFailure(level)) return;
    this.#texts.set(id, excerptOfLine(event.message, FAILURE_LIMITS.text_length));
    if (this.#texts.size > FAILURE_LIMITS.texts) this.#dropOldTexts();
  }

  /** Many at once: to find the first entry, a map passes over all that were deleted before it. */
  #dropOldTexts(): void {
    let left = FAILURE_LIMITS.texts * DROPPED_SHARE;
    for (const id of this.#texts.keys()) {
      if (left-- <= 0) return;
      this.#texts.delete(id);
    }
  }

  /**
   * @param resolve - The live id of a template.
   * @param textOf - The text of a template.
   * @param positionOf - Where a line, counted over all inputs, stands.
   */
  summaries({ resolve, textOf, positionOf }: Names): {
    readonly failed_requests: FailedRequestSummary[];
    readonly failed_request_count: number;
    readonly failure_groups: FailureGroupSummary[];
    /** Those whose lines had times. */
    readonly timed: readonly FailedRequest[];
  } {
    const timed = this.#timed.failedRequests().map((request) => resolved(request, resolve));
    const untimed = this.#untimed.failedRequests().map((request) => resolved(request, resolve));
    const failed = [...timed, ...untimed];
    const describe = (request: FailedRequest, index: number): FailedRequestSummary => {
      const { first_error, hops, start, end } = request;
      return {
        request_id: request.request_id,
        services: hops.map(({ service }) => service),
        ...(index < timed.length ? { start: new Date(start).toISOString(), duration_ms: end - start } : {}),
        line_count: request.line_count,
        error_count: request.error_count,
        first_error: this.#firstErrorOf(first_error, { textOf, positionOf }),
      };
    };
    return {
      timed,
      failed_requests: failed.slice(0, FAILURE_LIMITS.requests).map(describe),
      failed_request_count: failed.length,
      failure_groups: summarizeFailures(failed).map(
        ({ service, template_id, request_count, services, request_ids }) => ({
          service,
          ...(template_id === undefined ? {} : { template_id }),
          text: textOf(template_id) ?? '',
          request_count,
          services: [...services],
          request_ids: [...request_ids],
        }),
      ),
    };
  }

  #firstErrorOf(error: FirstError, { textOf, positionOf }: Omit<Names, 'resolve'>) {
    const { service, template_id, reference } = error;
    const id = reference?._id;
    return {
      service,
      ...(template_id === undefined ? {} : { template_id }),
      text: (id === undefined ? undefined : this.#texts.get(id)) ?? textOf(template_id) ?? '',
      ...(id === undefined ? {} : { position: positionOf(Number(id)) }),
    };
  }
}

interface Names {
  readonly resolve: (id: string) => string;
  readonly textOf: (template_id: string | undefined) => string | undefined;
  readonly positionOf: (line: number) => LinePosition;
}

function resolved(request: FailedRequest, resolve: (id: string) => string): FailedRequest {
  const { first_error } = request;
  const hops = request.hops.map((hop) => ({ ...hop, template_ids: hop.template_ids.map(resolve) }));
  if (first_error.template_id === undefined) return { ...request, hops };
  return { ...request, hops, first_error: { ...first_error, template_id: resolve(first_error.template_id) } };
}
