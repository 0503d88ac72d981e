import type { CourseLine } from './course_line.ts';

/** A request without an error, as it is learned of. */
export interface PastRequest {
  /** In time order: all, or the first of more. */
  readonly lines: readonly CourseLine[];
  /** What the service that was asked first said last, and when; absent where that is not known: then nothing is learned of ends. */
  readonly last_word?: CourseLine;
}

/** A request of which all lines are there. */
export function wholeRequest(lines: readonly CourseLine[]): PastRequest {
  const last_word = lastWordOf(lines);
  return { lines, ...(last_word && { last_word }) };
}

/** Of a request: what the service that was asked first said last. */
export function lastWordOf(lines: readonly CourseLine[]): CourseLine | undefined {
  const [entry] = lines;
  return entry && lines.findLast(({ service }) => service === entry.service);
}
