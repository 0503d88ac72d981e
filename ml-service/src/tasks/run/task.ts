import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';

/** The tasks, in the order in which one needs the one before. */
export const TASKS = [
  'learn',
  'relabel',
  'count',
  'detect',
  'correlate',
  'sequence',
  'courses',
  'parameter',
  'incidents',
  'request_ids',
  'semantic',
  'refine',
  'retention',
] as const;
export type TaskName = (typeof TASKS)[number];

/** What a run is given. */
export interface TaskContext {
  /** Behind it everything is written: of a fleet one process runs a task. */
  readonly lease: Lease;
  /** When its time is up, milliseconds since the epoch: it ends at the next place where the next run can go on. */
  readonly until: number;
  /** Somebody waits for it: it does what could wait for the next minute, too. */
  readonly urgent?: boolean;
}

/** Work that runs again and again behind a lease, each time for a while, and says how far it has come. */
export interface Task<Summary> {
  readonly name: TaskName;
  /** How long a run may take, milliseconds. */
  readonly budget_ms: number;
  run(context: TaskContext): Promise<Summary>;
}

/** The lease of a task. */
export function leaseOf(task: TaskName): string {
  return `task:${task}`;
}

/** Where a task keeps how far it has come. */
export function watermarkOf(task: TaskName): string {
  return `watermark:${task}`;
}

/** How far a task has come, and whatever else it keeps beside it. */
const Watermark = z.looseObject({ done_until: z.int().optional() });

/**
 * How far a task has come, milliseconds since the epoch; undefined before its first run. What that is a moment of is the
 * task's own: learn, relabel and correlate go by when documents were indexed, count, detect, courses and parameter by the minutes of lines,
 * sequence by when sessions ended, incidents by when anomalies were written, semantic by when templates came.
 */
export async function readDoneUntil(
  state: Pick<StateStore, 'read'>,
  task: TaskName,
): Promise<number | undefined> {
  return Watermark.safeParse(await state.read(watermarkOf(task))).data?.done_until;
}

/** Says that everything before is done. What was done stays done. */
export async function raiseDoneUntil(options: {
  state: StateStore;
  task: TaskName;
  done_until: number;
  lease: Lease | undefined;
}): Promise<number> {
  const { state, task, done_until, lease } = options;
  const before = await readDoneUntil(state, task);
  if (before !== undefined && before >= done_until) return before;
  await state.write(watermarkOf(task), { done_until }, lease);
  return done_until;
}
