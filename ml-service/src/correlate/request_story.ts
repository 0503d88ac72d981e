import type { Reference } from '../../../common/documents/reference.ts';
import type { Level } from '../../../common/levels.ts';

/** A line of a request, without the line. */
export interface RequestEvent {
  readonly request_id: string;
  /** Milliseconds since the epoch; fractions are kept. */
  readonly timestamp: number;
  readonly service?: string;
  readonly level?: Level;
  readonly template_id?: string;
  /** On which host it was written, and by which version of the service. */
  readonly host?: string;
  readonly version?: string;
  readonly reference?: Reference;
}

/** What one service did for a request. Times are milliseconds since the epoch. */
export interface HopStory {
  readonly service: string;
  readonly start: number;
  readonly end: number;
  readonly line_count: number;
  readonly error_count: number;
  /** In the order of their first lines. */
  readonly template_ids: readonly string[];
}

/** The line with which a request failed first. */
export interface FirstError {
  readonly timestamp: number;
  readonly service: string;
  readonly template_id?: string;
  readonly reference?: Reference;
}

/** A request across services, in causal order: the caller's hop before those it called. */
export interface RequestStory {
  readonly request_id: string;
  readonly start: number;
  readonly end: number;
  readonly hops: readonly HopStory[];
  readonly line_count: number;
  readonly error_count: number;
  readonly first_error?: FirstError;
  /** Sorted; absent where no line says one. */
  readonly hosts?: readonly string[];
  readonly versions?: readonly string[];
  /** Where its lines lie, sorted; absent where they lie nowhere. */
  readonly data_streams?: readonly string[];
}

/** A request with at least one line of level ERROR, CRITICAL or FATAL. */
export interface FailedRequest extends RequestStory {
  readonly first_error: FirstError;
}

export function isFailed(story: RequestStory): story is FailedRequest {
  return story.first_error !== undefined;
}

/**
 * The way of a request as an engineer reads it, a cross where it broke first.
 *
 * @example
 * pathOf(story) // 'gateway → checkout → inventory ✗'
 */
export function pathOf({ hops, first_error }: RequestStory): string {
  return hops.map(({ service }) => (service === first_error?.service ? `${service} ✗` : service)).join(' → ');
}
