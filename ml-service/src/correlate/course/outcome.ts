import type { RequestOutcome } from '../../../../common/api/requests.ts';
import type { RequestPath } from '../../../../common/documents/request_document.ts';
import { isFailure } from '../../../../common/levels.ts';
import type { Course } from './course.ts';
import type { CourseLine } from './course_line.ts';

/** How a request ended for who sent it. */
export type Outcome = RequestOutcome;

/** With fewer requests of its path nothing is known of how they end. */
const LEAST_REQUESTS = 30;
/** Of the requests of a path without an error so many end so, or it is not one of its normal ends. */
const LEAST_SHARE = 0.01;

/**
 * How requests of a path end: the last word of the service that was asked first. A path is that service and its first line.
 * Requests are counted in any order.
 */
export class NormalEnds {
  private readonly paths = new Map<string, { total: number; readonly ends: Map<string, number> }>();

  /** Learns of a request without an error; of others nothing. */
  add({ lines }: Pick<Course, 'lines'>): void {
    if (lines.length === 0 || lines.some(({ level }) => isFailure(level))) return;
    const key = pathKeyOf(lines);
    let path = this.paths.get(key);
    if (!path) this.paths.set(key, (path = { total: 0, ends: new Map() }));
    const end = endOf(lines);
    path.total += 1;
    path.ends.set(end, (path.ends.get(end) ?? 0) + 1);
  }

  /**
   * Whether a request came to an end that its path normally has: whatever its first service said after that. Undefined where too little
   * is known.
   */
  isNormal({ lines }: Pick<Course, 'lines'>): boolean | undefined {
    const path = lines.length === 0 ? undefined : this.paths.get(pathKeyOf(lines));
    if (!path || path.total < LEAST_REQUESTS) return undefined;
    const least = LEAST_SHARE * path.total;
    return lines.some(
      ({ service, template_id = '' }) =>
        service === lines[0]!.service && (path.ends.get(template_id) ?? 0) >= least,
    );
  }
}

/**
 * The rule. A request **failed** when the service that was asked first wrote an error, as what it answers is said in a line of its own that
 * looks like any other, or when it did not come to an end that requests of the path normally have, with an error anywhere or without one.
 * One with an error elsewhere that came to its normal end is **degraded**, any other **succeeded**. Where too little is known of the path, a
 * request with an error came to its end if the first service has spoken after the last one.
 *
 * @example
 * // gateway, checkout, mailer ERROR, and before it gateway's "200 in 80 ms" as always
 * outcomeOf(course, ends) // 'degraded'
 */
export function outcomeOf({ lines }: Pick<Course, 'lines'>, ends: NormalEnds): Outcome {
  const last_error = lines.findLastIndex(({ level }) => isFailure(level));
  const is_normal = ends.isNormal({ lines });
  if (last_error < 0) return is_normal === false ? 'failed' : 'succeeded';
  const { service: entry } = lines[0]!;
  if (lines.some(({ service, level }) => service === entry && isFailure(level))) return 'failed';
  const has_ended = is_normal ?? lines.findLastIndex(({ service }) => service === entry) > last_error;
  return has_ended ? 'degraded' : 'failed';
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

function endOf(lines: readonly CourseLine[]): string {
  const { service } = lines[0]!;
  return lines.findLast((line) => line.service === service)!.template_id ?? '';
}
