import type { RequestOutcome } from '../../../../common/api/requests.ts';
import type { RequestPath } from '../../../../common/documents/request_document.ts';
import { isFailure } from '../../../../common/levels.ts';
import type { Course } from './course.ts';
import type { CourseLine } from './course_line.ts';
import type { PastRequest } from './past_request.ts';

/** How a request ended for who sent it. */
export type Outcome = RequestOutcome;

/** With fewer requests of its path nothing is known of how they end. */
const LEAST_REQUESTS = 30;
/** Of the requests of a path without an error so many end so, or it is not one of its normal ends. */
const LEAST_SHARE = 0.01;
/** Of those of the last hour, in which something may be wrong: what hangs at the moment is no end. */
const LEAST_RECENT_SHARE = 0.5;

/**
 * How requests of a path end: the last word of the service that was asked first. A path is that service and its first line.
 * Requests are counted in any order.
 */
export class NormalEnds {
  private readonly paths = new Map<string, { total: number; readonly ends: Map<string, number> }>();

  /** Learns of a request without an error whose end is known; of others nothing. */
  add({ lines, last_word }: PastRequest): void {
    if (!last_word || lines.some(({ level }) => isFailure(level))) return;
    const key = pathKeyOf(lines);
    let path = this.paths.get(key);
    if (!path) this.paths.set(key, (path = { total: 0, ends: new Map() }));
    const end = last_word.template_id ?? '';
    path.total += 1;
    path.ends.set(end, (path.ends.get(end) ?? 0) + 1);
  }

  /**
   * Of the requests of the path, those that ended with something that the first service of this one said, whatever it said after that.
   * Undefined where too little is known.
   */
  shareOf({ lines }: Pick<Course, 'lines'>): number | undefined {
    const path = lines.length === 0 ? undefined : this.paths.get(pathKeyOf(lines));
    if (!path || path.total < LEAST_REQUESTS) return undefined;
    const counts = lines.map(({ service, template_id = '' }) =>
      service === lines[0]!.service ? (path.ends.get(template_id) ?? 0) : 0,
    );
    return Math.max(...counts) / path.total;
  }
}

/** What is known of how requests end. */
export interface KnownEnds {
  /** Of so long ago that what many ended with is usual. */
  readonly settled: NormalEnds;
  /** Since then. */
  readonly recent: NormalEnds;
}

/**
 * The rule. A request **failed** when the service that was asked first wrote an error, as what it answers is said in a line of its own that
 * looks like any other, or when it did not come to an end that requests of the path normally have, with an error anywhere or without one.
 * One with an error elsewhere that came to its normal end is **degraded**, any other **succeeded**. Where too little is known of the path, a
 * request with an error came to its end if most requests of the last hour ended so, or the first service has spoken after the last error.
 *
 * @example
 * // gateway, checkout, mailer ERROR, and before it gateway's "200 in 80 ms" as always
 * outcomeOf(course, ends) // 'degraded'
 */
export function outcomeOf({ lines }: Pick<Course, 'lines'>, { settled, recent }: KnownEnds): Outcome {
  const last_error = lines.findLastIndex(({ level }) => isFailure(level));
  const is_normal = isNormal({ lines }, settled);
  if (last_error < 0) return is_normal === false ? 'failed' : 'succeeded';
  if (hasFailedEntry(lines)) return 'failed';
  const { service: entry } = lines[0]!;
  const has_ended =
    is_normal ??
    ((recent.shareOf({ lines }) ?? 0) >= LEAST_RECENT_SHARE ||
      lines.findLastIndex(({ service }) => service === entry) > last_error);
  return has_ended ? 'degraded' : 'failed';
}

/** Whether a request with an error would be decided otherwise if more were known of its path. */
export function isUndecided({ lines }: Pick<Course, 'lines'>, { settled }: KnownEnds): boolean {
  const has_error = lines.some(({ level }) => isFailure(level));
  return has_error && !hasFailedEntry(lines) && isNormal({ lines }, settled) === undefined;
}

/**
 * Whether a request that failed by {@link outcomeOf} may just not have ended yet: it has an error since a moment, and none of the service
 * that was asked first.
 *
 * @param since - Milliseconds since the epoch.
 */
export function mayGoOn({ lines }: Pick<Course, 'lines'>, since: number): boolean {
  return lines.some(({ level, time }) => isFailure(level) && time >= since) && !hasFailedEntry(lines);
}

function isNormal(course: Pick<Course, 'lines'>, settled: NormalEnds): boolean | undefined {
  const share = settled.shareOf(course);
  return share === undefined ? undefined : share >= LEAST_SHARE;
}

function hasFailedEntry(lines: readonly CourseLine[]): boolean {
  return lines.some(({ service, level }) => service === lines[0]!.service && isFailure(level));
}

/** What a request asked for: the service that was asked first, and its first line. */
export function pathOf([entry]: readonly RequestPath[]): RequestPath {
  const { service, template_id } = entry!;
  return { service, ...(template_id !== undefined && { template_id }) };
}

/** The same as a text. */
export function pathKeyOf([entry]: readonly RequestPath[]): string {
  return JSON.stringify([entry!.service, entry!.template_id]);
}
