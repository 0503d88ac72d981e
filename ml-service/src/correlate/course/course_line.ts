import { compareText } from '../../../../common/compare_text.ts';
import type { Reference } from '../../../../common/documents/reference.ts';
import type { Level } from '../../../../common/levels.ts';
import { UNKNOWN_SERVICE } from '../request_assembler.ts';
import type { RequestEvent } from '../request_story.ts';

/** A line of a request, as far as the request's course is concerned. */
export interface CourseLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly service: string;
  readonly template_id?: string;
  readonly level?: Level;
  readonly reference?: Reference;
}

/**
 * A line of a request as its course sees it.
 *
 * @param liveOf - The live id of a template: it may have been merged since.
 */
export function courseLineOf(
  { timestamp, service, level, template_id, reference }: RequestEvent,
  liveOf: (template_id: string) => string,
): CourseLine {
  return {
    time: timestamp,
    service: service || UNKNOWN_SERVICE,
    ...(template_id !== undefined && { template_id: liveOf(template_id) }),
    ...(level && { level }),
    ...(reference && { reference }),
  };
}

/**
 * Lines of one request in time order, each once: a line that was shipped twice has the same reference. Lines of one moment are
 * ordered by what they are, so that their order of arrival plays no part and the same moment looks the same in all requests.
 */
export function inTimeOrder<Line extends CourseLine>(lines: Iterable<Line>): readonly Line[] {
  const seen = new Set<string>();
  return [...lines]
    .filter(({ reference }) => {
      if (reference === undefined) return true;
      const key = JSON.stringify([reference._index, reference._id]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort(compareLines);
}

/** By time, then by what they are. */
export function compareLines(a: CourseLine, b: CourseLine): number {
  return (
    a.time - b.time ||
    compareText(a.service, b.service) ||
    compareText(a.template_id ?? '', b.template_id ?? '') ||
    compareText(a.level ?? '', b.level ?? '') ||
    compareText(a.reference?._index ?? '', b.reference?._index ?? '') ||
    compareText(a.reference?._id ?? '', b.reference?._id ?? '')
  );
}
