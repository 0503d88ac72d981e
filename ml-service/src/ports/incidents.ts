import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { IncidentDocument, IncidentStatus } from '../../../common/documents/incident_document.ts';
import type { IncidentSort } from '../../../common/api.ts';
import type { FilterClause } from '../../../common/api/filter.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { Failures } from '../incidents/evidence.ts';
import type { Newest } from './records.ts';
import type { TimeRange } from './time.ts';

/** Which incidents are read; never those that became part of another. A field that is absent narrows nothing. */
export interface IncidentQuery {
  /** They touch it. */
  readonly range?: TimeRange;
  /** Left out, and read; at most 10,000 together. */
  readonly offset?: number;
  readonly size: number;
  readonly sort?: IncidentSort;
  readonly status?: IncidentStatus | undefined;
  /** One of its services. */
  readonly service?: string | undefined;
  /** The lowest `event.risk_score`. */
  readonly min_score?: number;
  /** Their last minute ended by then, milliseconds since the epoch. */
  readonly ended_by?: number;
  /** What users filter by. */
  readonly filter?: FilterClause | undefined;
  /** Only what comes from these, and from nothing else. */
  readonly data_streams?: readonly string[] | undefined;
}

/** An anomaly that changed, and where the next one is looked for. */
export interface ChangedAnomaly {
  readonly anomaly: AnomalyDocument;
  /** When it was written, milliseconds since the epoch. */
  readonly updated: number;
}

/** Incidents and the evidence that they are made of. All writes are idempotent. */
export interface IncidentStore {
  /** Anomalies that were written since then, those that were first written first; a page of them. */
  readChangedAnomalies(options: {
    readonly since: number;
    readonly size: number;
    /** The last one of the page before. */
    readonly after?: ChangedAnomaly | undefined;
  }): Promise<readonly ChangedAnomaly[]>;
  /** The minutes in which requests failed first that were written since then, milliseconds since the epoch, in order. */
  readChangedFailures(since: number): Promise<readonly number[]>;
  /** All anomalies that lie in the range or touch it. */
  readAnomaliesIn(range: TimeRange): Promise<readonly AnomalyDocument[]>;
  /** Requests that broke in the range, by minute and place: the service of the first error, else their anomaly, else where they stopped. */
  readFailures(range: TimeRange): Promise<readonly Failures[]>;
  /** All incidents that touch the range, and these, those included that became part of another. */
  readIncidentsAround(range: TimeRange, ids: readonly string[]): Promise<readonly IncidentDocument[]>;
  /** What people said of an incident that is there already stays. */
  writeIncidents(incidents: readonly IncidentDocument[]): Promise<void>;
  /** Says of anomalies of which incident they are, by id; nothing else of them changes. */
  writeIncidentIds(incident_ids: ReadonlyMap<string, string>): Promise<void>;
  readIncidents(query: IncidentQuery): Promise<Newest<IncidentDocument>>;
  readIncident(id: string): Promise<IncidentDocument | undefined>;
  /** Writes what `change` makes of what is there at that moment. Undefined where there is none. */
  updateIncident(
    id: string,
    change: (incident: IncidentDocument) => IncidentDocument,
  ): Promise<IncidentDocument | undefined>;
  /** Its evidence, at most so many. */
  readEvidence(ids: readonly string[]): Promise<readonly AnomalyDocument[]>;
  /** Failed requests by their ids, at most so many, those that failed first before the others. */
  readFailedRequests(request_ids: readonly string[]): Promise<readonly RequestDocument[]>;
}
