import type { DetectVerdict, TaskStatus } from '../../../common/api.ts';
import type { Clock } from '../ports/time.ts';
import type { JobStore } from '../ports/jobs.ts';
import type { LogStore } from '../ports/logs.ts';
import type { CourseStore } from '../ports/courses.ts';
import type { ExpectationStore } from '../ports/expectations.ts';
import type { IncidentStore } from '../ports/incidents.ts';
import type { RecordStore } from '../ports/records.ts';
import type { StateStore } from '../ports/state.ts';
import type { TemplateFinder, TemplateStore } from '../ports/templates.ts';
import type { TaskRunner } from '../tasks/run/task_runner.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { SeverityClassifier } from '../ports/severity_classifier.ts';
import type { TemplateMeanings } from '../tasks/semantic/template_meanings.ts';
import type { CreateParser } from '../tasks/catalog/restore_templates.ts';

/** What the services of the HTTP API are made of. */
export interface ServiceParts {
  readonly version: string;
  readonly now: Clock;
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly courses: CourseStore;
  readonly expectations: ExpectationStore;
  readonly incidents: IncidentStore;
  readonly state: StateStore;
  readonly jobs: JobStore;
  readonly templates: TemplateStore & TemplateFinder;
  readonly runner: TaskRunner;
  /** Has this process look for jobs now. */
  readonly wakeJobs: () => void;
  /** A job whose process is silent for so long waits for another one. */
  readonly silent_ms: number;
  readonly createParser: CreateParser;
  /** Meanings of templates, and what embeds a text; undefined where they are switched off. */
  readonly semantic: { readonly embedder: Embedder; readonly meanings: TemplateMeanings } | undefined;
  /** Says how severe texts are; undefined where that is switched off. */
  readonly severity: SeverityClassifier | undefined;
  readonly request_id_fields: readonly string[];
  /** What is read, as it is configured. */
  readonly log_patterns: readonly string[];
  /** Lets others have the processor, in the midst of long work. */
  readonly pause: () => Promise<void>;
  /** The version of Elasticsearch; rejects when it does not answer. */
  readonly ping: () => Promise<string>;
  readonly checkSetUp: () => Promise<void>;
  readonly taskStatus: () => readonly TaskStatus[];
  readonly lastVerdicts: () => readonly DetectVerdict[];
}
