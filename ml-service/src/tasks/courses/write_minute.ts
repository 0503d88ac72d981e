import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { timeOfMinute } from '../../../../common/minutes.ts';
import type { RefusedId, RequestSettings } from '../../correlate/request_bounds.ts';
import { requestShare } from '../../correlate/request_share.ts';
import type { CourseStore } from '../../ports/courses.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { Clock } from '../../ports/time.ts';
import type { CourseKnowledge } from './course_knowledge.ts';
import { readCourseMinute } from './course_minute.ts';

/** What is done with a minute of requests, and with what. */
export interface MinuteWriting {
  readonly ports: {
    readonly logs: LogStore;
    readonly courses: CourseStore;
    readonly records: Pick<RecordStore, 'writeRequests'>;
    readonly now: Clock;
  };
  readonly knowledge: CourseKnowledge;
  readonly settings: RequestSettings;
  /** What was written before is there, milliseconds since the epoch. */
  readonly until: number;
  /** Ids that join too much. */
  readonly passed_over: ReadonlySet<string>;
}

/** Reads a minute of requests and replaces what is kept of it: whoever reads it, and however often, the same is there. */
export async function writeCourseMinute(
  minute: number,
  { ports, knowledge, settings, until, passed_over }: MinuteWriting,
): Promise<{
  readonly share: number;
  readonly stopped: readonly RequestDocument[];
  readonly refused: readonly RefusedId[];
}> {
  const { logs, courses, records, now } = ports;
  const range = { from: timeOfMinute(minute), to: timeOfMinute(minute + 1) };
  const lines = await logs.countRequestLines(range);
  const share = requestShare({ lines, most: settings.max_lines_per_second * 60 });
  const { edges, samples, stopped, refused } = await readCourseMinute({
    logs,
    minute,
    until,
    share,
    settings,
    ...(await knowledge.at(range.from)),
    passed_over,
    now: now(),
  });
  await courses.writeEdges(range, edges);
  await courses.writeSamples(range, samples);
  await records.writeRequests(stopped);
  return { share, stopped, refused };
}
