import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { HOUR_MS, minuteOf, timeOfMinute } from '../../../../common/minutes.ts';
import type { RefusedId, RequestSettings } from '../../correlate/request_bounds.ts';
import type { Lease } from '../../ports/state.ts';
import { readRefused, type RefusedIds, stillRefused, withRefused } from '../cycle/correlate_task.ts';
import type { TaskPorts, TaskSettings } from '../cycle/cycle.ts';
import { raiseDoneUntil, readDoneUntil, type Task, type TaskContext } from '../run/task.ts';
import type { CourseKnowledge } from './course_knowledge.ts';
import { readCourseState, writeCourseState } from './course_state.ts';
import { writeCourseMinute } from './write_minute.ts';

const BUDGET_MS = 20_000;
/** So much of the past is read in the first run: it is there already. */
const FIRST_MS = 2 * HOUR_MS;
/** What is longer behind is left out: it is the last hour that people wait for. */
const MOST_BEHIND_MS = HOUR_MS;
/** A line that comes later than this changes no edge and no sample. */
const LATEST_MS = HOUR_MS;
/** Minutes of late lines that a run reads again: a shipper that is always late takes no more. */
const LATE_AT_ONCE = 5;

/** What a run read. */
export interface CoursesSummary {
  readonly minutes: number;
  /** Of all requests, those that were read last. */
  readonly share: number;
  /** Those without an error that stopped where others go on. */
  readonly stopped: readonly RequestDocument[];
  /** Ids that join too much, found in this run. */
  readonly refused: readonly RefusedId[];
}

type CoursesOptions = Pick<TaskSettings, 'requests' | 'lag_ms' | 'visibility'> & {
  readonly ports: TaskPorts;
  readonly knowledge: CourseKnowledge;
};

const NOTHING: CoursesSummary = { minutes: 0, share: 1, stopped: [], refused: [] };

/**
 * Keeps who calls whom, some of the requests without an error, and those that stopped where others go on. Done until: minutes before are
 * read. A minute is read when its requests have closed: no line came for the time-out, `lag_ms` for who sends lines included, and those
 * that came have their labels. When lines of it come later it is read again, and what it had is replaced.
 */
export function coursesTask(options: CoursesOptions): Task<CoursesSummary> {
  const { ports, requests: settings, lag_ms, visibility } = options;
  return {
    name: 'courses',
    budget_ms: BUDGET_MS,
    async run(context) {
      const relabelled = await readDoneUntil(ports.state, 'relabel');
      if (!settings || relabelled === undefined) return NOTHING;
      const { settle_ms } = await visibility();
      const settled = Math.min(ports.now() - settle_ms, relabelled);
      const closed = settled - lag_ms - settings.timeout_seconds * 1000;
      const { lease } = context;
      return new CourseReader({ ...options, settings, settled, lease }).read(closed, context);
    },
  };
}

/** Reads minutes in one run. */
class CourseReader {
  private readonly options: CoursesOptions & {
    readonly settings: RequestSettings;
    readonly settled: number;
    readonly lease: Lease;
  };
  private readonly stopped: RequestDocument[] = [];
  private readonly found: RefusedId[] = [];
  private refused: RefusedIds = [];
  private minutes = 0;
  private share = 1;

  constructor(options: CourseReader['options']) {
    this.options = options;
  }

  /** @param closed - Requests that ended before have closed. */
  async read(closed: number, { until: time_is_up, urgent = false }: TaskContext): Promise<CoursesSummary> {
    const { ports, lease, settled } = this.options;
    const { state } = ports;
    const before = await readCourseState(state);
    const done = await readDoneUntil(state, 'courses');
    // Once a minute: what came late in it is read at once.
    const is_due = done === undefined || minuteOf(closed) > minuteOf(done);
    if (!is_due && !urgent && before.late.length === 0) return { ...NOTHING, share: before.share };
    const late = new Set(before.late);
    if (done !== undefined)
      for (const minute of await this.lateMinutes(before.looked_until ?? settled, done)) late.add(minute);
    this.share = before.share;
    this.refused = stillRefused(before.refused, ports.now());
    const save = () => {
      const { share, refused } = this;
      return writeCourseState(state, { share, looked_until: settled, late: [...late], refused }, lease);
    };
    await save();
    const due = await this.due(closed, done);
    for (const [at, minute] of due.minutes.entries()) {
      await this.readMinute(minute);
      // Where nothing was written nothing is to be read.
      const next = due.minutes[at + 1] ?? due.to;
      await raiseDoneUntil({ state, task: 'courses', done_until: timeOfMinute(next), lease });
      await ports.pause();
      if (ports.now() >= time_is_up) break;
    }
    if (due.minutes.length === 0)
      await raiseDoneUntil({ state, task: 'courses', done_until: timeOfMinute(due.to), lease });
    // The oldest first: for a minute that is new more may come.
    for (const minute of [...late].sort((a, b) => a - b).slice(0, LATE_AT_ONCE)) {
      if (ports.now() >= time_is_up) break;
      await this.readMinute(minute);
      late.delete(minute);
    }
    if (this.minutes > 0) await save();
    const { minutes, share, stopped, found: refused } = this;
    return { minutes, share, stopped, refused };
  }

  /** The minutes that have not been read and hold something, ascending, and the minute before which they lie. */
  private async due(
    closed: number,
    done: number | undefined,
  ): Promise<{ readonly minutes: readonly number[]; readonly to: number }> {
    const { logs } = this.options.ports;
    const begin =
      done === undefined
        ? ((await logs.firstWithin({ from: closed - FIRST_MS, to: closed })) ?? closed)
        : Math.max(done, closed - MOST_BEHIND_MS);
    const waiting = await logs.firstWaiting({ from: begin, to: closed }, this.options.settled);
    const [from, to] = [minuteOf(begin), minuteOf(waiting ?? closed)];
    if (from >= to) return { minutes: [], to: from };
    const minutes = await logs.minutesWithin({ from: timeOfMinute(from), to: timeOfMinute(to) });
    return { minutes: [...minutes].sort((a, b) => a - b), to };
  }

  private async lateMinutes(looked_until: number, done: number): Promise<readonly number[]> {
    const { ports, settled } = this.options;
    const happened = { from: Math.max(0, done - LATEST_MS), to: done };
    const touched = await ports.logs.minutesTouched({
      ingested: { from: looked_until, to: settled },
      happened,
      of: 'requests',
    });
    return touched.map(({ minute }) => minute);
  }

  private async readMinute(minute: number): Promise<void> {
    const { ports, knowledge, settings, settled: until } = this.options;
    const known = [...this.refused, ...(await readRefused(ports.state, ports.now()))];
    const passed_over = new Set(known.map(({ id }) => id));
    const { share, stopped, refused } = await writeCourseMinute(minute, {
      ports,
      knowledge,
      settings,
      until,
      passed_over,
    });
    this.refused = withRefused(this.refused, refused, ports.now());
    this.stopped.push(...stopped);
    this.found.push(...refused);
    this.minutes += 1;
    this.share = share;
  }
}
