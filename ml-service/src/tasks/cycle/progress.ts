import type { StateStore } from '../../ports/state.ts';
import { readDoneUntil } from '../run/task.ts';
import { readRefused, stillRefused } from './correlate_task.ts';
import { readCountState } from './count_state.ts';
import { readPauses } from '../judge/pauses.ts';
import { readCourseState } from '../courses/course_state.ts';
import { readRequestIdState, type RequestIdState } from '../request_ids/request_id_state.ts';
import { type ParameterReport, parameterReportOf, readParameterState } from '../parameter/parameter_state.ts';
import { readSequenceReport, type SequenceReport } from '../sequence/sequence_report.ts';

const HOUR_MS = 3_600_000;

/** How far the tasks have come, milliseconds since the epoch; absent before their first run. */
export interface TaskProgress {
  /** Documents indexed before have their labels, or none can be found. */
  readonly learned_until?: number;
  /** Minutes before are counted. */
  readonly counted_until?: number;
  /** Documents indexed before are in requests. */
  readonly correlated_until?: number;
  /** Minutes before are judged. */
  readonly detected_until?: number;
  /** Of the last hour: documents that came, or got their label, after their minute was counted. */
  readonly late_documents: number;
  /** Minutes of a pause, or of late documents, that wait to be counted. */
  readonly uncounted_minutes: number;
  /** Minutes of a pause that wait to be judged. */
  readonly unjudged_minutes: number;
  /** Sessions that ended before are judged. */
  readonly sessions_until?: number;
  /** Of sessions; absent where none were judged. */
  readonly sequence?: SequenceReport;
  /** Minutes before have their requests read. */
  readonly courses_until?: number;
  /** Of requests; absent where none were read. */
  readonly courses?: CourseReport;
  /** Minutes before have their values judged. */
  readonly values_until?: number;
  /** Of values; absent where none were judged. */
  readonly parameter?: ParameterReport;
  /** Of parameters that may hold ids of requests; absent where nobody looked for them. */
  readonly request_ids?: RequestIdReport;
  /** Request ids that join too much, by reason. */
  readonly refused_request_ids: Readonly<Record<string, number>>;
}

/** What was found of parameters that may hold ids of requests. */
export interface RequestIdReport {
  /** Parameters that do. */
  readonly learned: number;
  /** Some of these. */
  readonly parameters: RequestIdState['examples'];
  /** Parameters that hold ids of something else, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** What was read of requests. */
export interface CourseReport {
  /** Of all requests, those that are read: above a rate some are. */
  readonly share: number;
  /** Minutes of late lines that wait to be read again. */
  readonly late_minutes: number;
}

/** Reads it from what the tasks keep. */
export async function readProgress(state: Pick<StateStore, 'read'>, now: number): Promise<TaskProgress> {
  const [
    learned_until,
    counts,
    detected_until,
    correlated_until,
    refused,
    pauses,
    sessions_until,
    sequence,
    values,
    courses_until,
    courses,
    request_ids,
  ] = await Promise.all([
    readDoneUntil(state, 'learn'),
    readCountState(state),
    readDoneUntil(state, 'detect'),
    readDoneUntil(state, 'correlate'),
    readRefused(state, now),
    readPauses(state),
    readDoneUntil(state, 'sequence'),
    readSequenceReport(state, now),
    readParameterState(state),
    readDoneUntil(state, 'courses'),
    readCourseState(state),
    readRequestIdState(state),
  ]);
  const parameter = parameterReportOf(values, now);
  const counted_until = counts.done_until;
  // Both tasks may have met the same one.
  const by_id = new Map([...stillRefused(courses.refused, now), ...refused].map((one) => [one.id, one]));
  const reasons = Map.groupBy(by_id.values(), ({ reason }) => reason);
  return {
    ...(learned_until !== undefined && { learned_until }),
    ...(counted_until !== undefined && { counted_until }),
    ...(detected_until !== undefined && { detected_until }),
    ...(correlated_until !== undefined && { correlated_until }),
    late_documents: sumOf(counts.late.filter(([at]) => now - at < HOUR_MS).map(([, documents]) => documents)),
    uncounted_minutes: sumOf(counts.behind.map(([first, end]) => end - first)),
    unjudged_minutes: sumOf(pauses.map(([first, end]) => end - first)),
    ...(sessions_until !== undefined && { sessions_until }),
    ...(sequence && { sequence }),
    ...(courses_until !== undefined && {
      courses_until,
      courses: { share: courses.share, late_minutes: courses.late.length },
    }),
    ...(values.done_until !== undefined && { values_until: values.done_until }),
    ...(parameter && { parameter }),
    ...(request_ids.done_until !== undefined && { request_ids: requestIdReportOf(request_ids) }),
    refused_request_ids: Object.fromEntries([...reasons].map(([reason, ids]) => [reason, ids.length])),
  };
}

function requestIdReportOf({ learned, examples, refused }: RequestIdState): RequestIdReport {
  const reasons = Map.groupBy(refused, ({ reason }) => reason);
  return {
    learned,
    parameters: examples,
    refused: Object.fromEntries([...reasons].map(([reason, some]) => [reason, some.length])),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
