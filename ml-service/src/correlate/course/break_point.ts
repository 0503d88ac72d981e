import { deviationOf } from '../../detect/sequence/deviation.ts';
import type { SequenceModel } from '../../detect/sequence/sequence_model.ts';
import type { Sequence } from '../../detect/sequence/sequence.ts';
import type { Course } from './course.ts';
import { type CourseLine, stepOf } from './course_line.ts';

/** What one in twenty requests does at a place is no break: log10 of twenty. */
const LEAST_SURPRISE = 1.3;
/** What is at most ten times as rare is about as rare: of such places the first is the break, and the rest follows of it. */
const ABOUT_AS_RARE = 1;

/** A step of a request: which service wrote what. */
export interface CourseStep {
  readonly service: string;
  readonly template_id: string;
}

/** Where a request left the way of those that succeeded. */
export interface BreakPoint {
  /** Index of the line that is not usual there; the number of lines where the request ended instead. */
  readonly position: number;
  /** The line before it; absent where the first line is not usual. */
  readonly last_good?: CourseLine;
  /** The step that usually comes there, and never came. */
  readonly missing?: CourseStep;
}

/** The steps of a request as the model of sequences knows them. */
export function stepsOf({ lines }: Pick<Course, 'lines'>): Sequence {
  return lines.map(stepOf);
}

/**
 * Where a request went another way than those that succeeded; undefined where it did not.
 *
 * @param model - It learned {@link stepsOf} of requests of the same path that succeeded.
 * @example
 * breakPointOf(course, model) // { position: 3, last_good: …, missing: { service: 'stock', template_id: 'reserved' } }
 */
export function breakPointOf(course: Pick<Course, 'lines'>, model: SequenceModel): BreakPoint | undefined {
  const steps = stepsOf(course);
  const measure = model.measure(steps);
  const { surprise } = measure.step;
  if (model.sessions === 0 || surprise < LEAST_SURPRISE) return undefined;
  const least = Math.max(LEAST_SURPRISE, surprise - ABOUT_AS_RARE);
  const step = model.stepsOf(steps).find((one) => one.surprise >= least)!;
  const { position } = step;
  const { kind, event } = deviationOf(model, steps, { measure: { ...measure, step }, exceeded: ['step'] });
  const last_good = course.lines[position - 1];
  return {
    position,
    ...(last_good && { last_good }),
    ...(kind === 'missing' && event !== undefined && { missing: readStep(event) }),
  };
}

function readStep(event: string): CourseStep {
  const [service, template_id] = JSON.parse(event) as [string, string];
  return { service, template_id };
}
