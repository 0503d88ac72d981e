import type { RequestSettings } from '../../correlate/request_bounds.ts';
import type { Detector } from '../../detect/detector.ts';
import type { IncidentSettings } from '../../incidents/join_evidence.ts';
import type { CourseStore } from '../../ports/courses.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { IncidentStore } from '../../ports/incidents.ts';
import type { JobStore } from '../../ports/jobs.ts';
import type { StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { ParameterSettings } from '../../detect/parameter/detector.ts';
import type { SequenceSettings } from '../../detect/sequence/detector.ts';
import type { Visibility } from '../../store/visibility.ts';
import type { CreateParser } from '../catalog/restore_templates.ts';
import type { TemplateClassifier } from '../severity/template_classifier.ts';
import type { SemanticParts } from '../semantic/semantic_parts.ts';
import type { Refiner } from './refine.ts';

/** Everything that the tasks need of the world. */
export interface TaskPorts {
  readonly logs: LogStore;
  readonly templates: TemplateStore;
  readonly records: RecordStore;
  readonly courses: CourseStore;
  readonly expectations: ExpectationStore;
  readonly incidents: IncidentStore;
  readonly state: StateStore;
  readonly jobs: JobStore;
  readonly publisher: MatcherPublisher;
  readonly now: () => number;
  /** Lets others have the processor, in the midst of long work. */
  readonly pause: () => Promise<void>;
}

/** What the tasks go by. */
export interface TaskSettings {
  /** Fields of documents that hold the id of a request, the first present one wins. */
  readonly request_id_fields: readonly string[];
  /** Documents a page. */
  readonly page_size: number;
  /** Minutes of counts that the detectors look back at. */
  readonly history_minutes: number;
  /** A minute has ended so long after its last second: shippers are late. */
  readonly lag_ms: number;
  /** What ended longer ago when it is found is recorded, and alerts nobody. */
  readonly alert_max_age_ms: number;
  /** When anomalies are one incident. */
  readonly incident_settings: IncidentSettings;
  /** What an abnormal sequence is, and how sessions are read. Absent: none is judged. */
  readonly sequence?: SequenceSettings | undefined;
  /** How much is read of requests. Absent: nothing is kept of those without an error. */
  readonly requests?: RequestSettings | undefined;
  /** What an abnormal value is, and how many are read. Absent: none is judged. */
  readonly parameter?: ParameterSettings | undefined;
  /** Whether parameters are looked for that hold ids of requests. */
  readonly learns_request_ids?: boolean;
  /** How long documents may stay unseen. */
  readonly visibility: () => Promise<Visibility>;
}

/** How the tasks work. */
export interface TaskOptions extends TaskSettings {
  readonly ports: TaskPorts;
  readonly detectors: readonly Detector[];
  readonly createParser: CreateParser;
  readonly lease_ttl_ms: number;
  /** Judges templates by their meaning, where that is on. */
  readonly semantic?: SemanticParts;
  /** Says how severe templates are, where that is on. */
  readonly severity?: TemplateClassifier;
  /** Asks a language model, where one is configured. */
  readonly refiner?: Refiner;
  /** Whether it is asked without being told to. */
  readonly refines?: boolean;
}
