import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { Correlated } from '../cycle/correlate.ts';
import { correlateTask } from '../cycle/correlate_task.ts';
import { type CountSummary, countTask } from '../cycle/count_task.ts';
import type { TaskOptions } from '../cycle/cycle.ts';
import { CourseKnowledge } from '../courses/course_knowledge.ts';
import { type CoursesSummary, coursesTask } from '../courses/courses_task.ts';
import type { DetectSummary } from '../judge/judge_range.ts';
import { detectTask } from '../cycle/detect_task.ts';
import type { LearnSummary } from '../cycle/learn.ts';
import { learnTask } from '../cycle/learn_task.ts';
import { RecentCounts } from '../cycle/recent_counts.ts';
import type { RefineSummary } from '../cycle/refine.ts';
import { refineTask } from '../cycle/refine_task.ts';
import { relabelTask } from '../cycle/relabel_task.ts';
import type { RelabelSummary } from '../edits/follow_edits.ts';
import { type ToldIncidents, incidentsTask } from '../incidents/incidents_task.ts';
import { readCauses } from '../incidents/read_causes.ts';
import { type ParameterSummary, parameterTask } from '../parameter/parameter_task.ts';
import { type RequestIdsSummary, requestIdsTask } from '../request_ids/request_ids_task.ts';
import { type SequenceSummary, sequenceTask } from '../sequence/sequence_task.ts';
import { type SemanticSummary, semanticTask } from '../semantic/semantic_task.ts';
import type { Task } from './task.ts';

/** The tasks of a process and what they share in its memory. */
export interface Tasks {
  readonly learn: Task<LearnSummary>;
  readonly relabel: Task<RelabelSummary>;
  readonly count: Task<CountSummary>;
  readonly detect: Task<DetectSummary>;
  readonly correlate: Task<Correlated>;
  readonly sequence: Task<SequenceSummary>;
  readonly courses: Task<CoursesSummary>;
  readonly parameter: Task<ParameterSummary>;
  readonly incidents: Task<ToldIncidents>;
  readonly request_ids: Task<RequestIdsSummary>;
  readonly semantic: Task<SemanticSummary | undefined>;
  readonly refine: Task<RefineSummary | undefined>;
  readonly keeper: CatalogKeeper;
  readonly recent: RecentCounts;
  readonly knowledge: CourseKnowledge;
}

/** The tasks of pipeline mode. Each reads how far the one before has come, and waits for nothing else. */
export function createTasks(options: TaskOptions): Tasks {
  const { ports, createParser, history_minutes } = options;
  const keeper = new CatalogKeeper({ ports, createParser });
  const recent = new RecentCounts({ records: ports.records, history_minutes, pause: ports.pause });
  const knowledge = new CourseKnowledge({ ports, keeper });
  const shared = { ...options, keeper, recent, knowledge };
  const causesOf = async (incident: IncidentDocument) => {
    const catalog = await keeper.view();
    const { causes } = await readCauses(incident, { ...ports, liveOf: (id) => catalog.resolve(id) });
    return causes;
  };
  return {
    learn: learnTask(shared),
    relabel: relabelTask(shared),
    count: countTask(shared),
    detect: detectTask(shared),
    correlate: correlateTask(shared),
    sequence: sequenceTask(shared),
    courses: coursesTask(shared),
    parameter: parameterTask(shared),
    incidents: incidentsTask({ ...shared, causesOf }),
    request_ids: requestIdsTask(shared),
    semantic: semanticTask(shared),
    refine: refineTask(shared),
    keeper,
    recent,
    knowledge,
  };
}

/** What all tasks did, one after the other. */
export interface CycleSummary extends Pick<CountSummary, 'counted_minutes' | 'late_documents'> {
  readonly learned: LearnSummary;
  readonly edits: RelabelSummary;
  readonly detection: DetectSummary;
  /** Where sessions are judged. */
  readonly sequence?: SequenceSummary;
  /** Where they are read. */
  readonly courses?: CoursesSummary;
  /** Where values are judged. */
  readonly parameter?: ParameterSummary;
  readonly failed_requests: readonly RequestDocument[];
  readonly incidents: readonly IncidentDocument[];
  /** Where a language model is asked, and was. */
  readonly refined?: RefineSummary;
}
