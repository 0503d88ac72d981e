import { z } from 'zod';
import { HOUR_MS } from '../../../../common/minutes.ts';
import type { StateStore } from '../../ports/state.ts';
import { watermarkOf } from '../run/task.ts';

/** What could be said of values, and what not, as of the last minute that was judged. */
const Standing = z.object({
  /** Templates whose values are read, and others that have some: there are more than are read. */
  templates: z.int(),
  left_out_templates: z.int(),
  /** Of the lines of these templates, those that were read: of a template only so many a minute are. */
  share: z.number(),
  /** Parameters by what was said of them: `judged`, or why not. */
  parameters: z.record(z.string(), z.int()),
});
export type ParameterStanding = z.infer<typeof Standing>;

/** What the task keeps of itself. */
const ParameterState = z.object({
  /** Minutes of lines before are judged, milliseconds since the epoch. */
  done_until: z.int().optional(),
  standing: Standing.optional(),
  /** Minutes of pauses that nobody judged, by when they were left out. */
  left_out: z.array(z.tuple([z.number(), z.int()])).optional(),
});
export type ParameterState = z.infer<typeof ParameterState>;

export async function readParameterState(state: Pick<StateStore, 'read'>): Promise<ParameterState> {
  return ParameterState.safeParse(await state.read(watermarkOf('parameter'))).data ?? {};
}

/** What was said of values, and minutes that were left out in the last hour. */
export interface ParameterReport extends ParameterStanding {
  readonly left_out_minutes: number;
}

/** Undefined before values were judged for the first time. */
export function parameterReportOf(
  { standing, left_out = [] }: ParameterState,
  now: number,
): ParameterReport | undefined {
  const recent = left_out.filter(([at]) => now - at < HOUR_MS);
  return standing && { ...standing, left_out_minutes: recent.reduce((sum, [, minutes]) => sum + minutes, 0) };
}
