import type { CourseKnowledge } from '../courses/course_knowledge.ts';

/**
 * The work that one process of a fleet does for all: templates have one learner and the matcher one next generation, and
 * minutes have one who counts them. A job asks for it and holds it up for nobody: each is done at once where this process
 * may, behind the lease of the live tasks and only for that moment.
 */
export interface SharedWork {
  /** Learns the documents that no template is known for. False: another process does that, soon. */
  learn(): Promise<boolean>;
  /** Counts these minutes anew. False: another process does that, soon; {@link isCounted} says when. */
  count(minutes: readonly number[]): Promise<boolean>;
  /** Counts them after all where the process that was to do it is gone. */
  isCounted(minutes: readonly number[]): Promise<boolean>;
  /** Joins what was found so far into incidents. False: another process does that, soon. */
  tellIncidents(): Promise<boolean>;
  /** How requests went in the past. It is the job's own: live tasks ask for what is usual now. */
  courseKnowledge(): CourseKnowledge;
}
