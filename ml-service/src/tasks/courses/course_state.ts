import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';
import { RefusedIds } from '../cycle/correlate_task.ts';

const COURSE_STATE = 'checkpoint:courses';

/** What the task keeps beside how far it has come. */
const CourseState = z.object({
  /** Of all requests, those that were read last. */
  share: z.number().default(1),
  /** Documents that were indexed before were looked at, milliseconds since the epoch; undefined before the first run. */
  looked_until: z.number().optional(),
  /** Minutes that lines came late for, since the epoch: they are read again. */
  late: z.array(z.int()).default([]),
  /** Ids that join too much. */
  refused: RefusedIds.default([]),
});
export type CourseState = z.infer<typeof CourseState>;

export async function readCourseState(state: Pick<StateStore, 'read'>): Promise<CourseState> {
  return CourseState.safeParse(await state.read(COURSE_STATE)).data ?? CourseState.parse({});
}

export function writeCourseState(state: StateStore, value: CourseState, lease: Lease): Promise<void> {
  return state.write(COURSE_STATE, value, lease);
}
