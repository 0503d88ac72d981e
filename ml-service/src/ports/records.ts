import type { TemplateLabel } from '../../../common/documents/template_label.ts';
import type { REQUEST_OUTCOMES } from '../../../common/choices.ts';
import type { CountSplit, RequestCount } from '../../../common/api.ts';
import type { FilterClause } from '../../../common/api/filter.ts';
import type {
  AnomalyDocument,
  AnomalyStatus,
  AnomalyType,
} from '../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { Level, SeverityLabel } from '../../../common/levels.ts';
import type { LineCount } from '../store/count_series.ts';
import type { FoundRequestId } from './logs.ts';
import type { TimeRange } from './time.ts';
import type { CountedLines } from '../store/counted_lines.ts';

/** Which counts are summed up. A field that is absent narrows nothing. */
export interface CountFilter {
  readonly range: TimeRange;
  readonly template_ids?: readonly string[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly level?: Level | undefined;
  /** Only lines that lie in these. */
  readonly data_streams?: readonly string[] | undefined;
}

/** Which anomalies are read. A field that is absent narrows nothing. */
export interface AnomalyQuery {
  /** They touch it: they begin before its end and end after its begin, or begin in it. */
  readonly range: TimeRange;
  /** At most 10,000. */
  readonly size: number;
  /** The lowest `record_score`. */
  readonly min_score?: number;
  /** The lowest `event.risk_score`. */
  readonly min_risk?: number;
  readonly service?: string | undefined;
  readonly template_ids?: readonly string[] | undefined;
  readonly type?: AnomalyType | undefined;
  readonly status?: AnomalyStatus | undefined;
  /** Of their lines. */
  readonly severity?: SeverityLabel | undefined;
  /** What they must be besides. */
  readonly filter?: FilterClause | undefined;
  /** Only what comes from these, and from nothing else. */
  readonly data_streams?: readonly string[] | undefined;
}

/** Which requests that failed or were degraded are read. A field that is absent narrows nothing. */
export interface RequestQuery {
  /** They begin in it. */
  readonly range: TimeRange;
  /** At most 10,000. */
  readonly size: number;
  /** Where they failed first. */
  readonly service?: string | undefined;
  readonly outcome?: (typeof REQUEST_OUTCOMES)[number] | undefined;
  /** With what they failed first. */
  readonly template_ids?: readonly string[] | undefined;
  /** What they must be besides. */
  readonly filter?: FilterClause | undefined;
  /** Only those of which all lines lie in these. */
  readonly data_streams?: readonly string[] | undefined;
}

/** The newest of `total` records. */
export interface Newest<T> {
  readonly total: number;
  readonly records: readonly T[];
}

/** Requests, and how many there are of each outcome, whichever was asked for. */
export interface FoundRequests extends Newest<RequestDocument> {
  readonly totals: Readonly<Record<(typeof REQUEST_OUTCOMES)[number], number>>;
}

/** Counts as they are stored. */
export interface StoredMinutes {
  readonly rows: readonly CountedLines[];
  /** The state of each record, by its id: who writes must have seen it. */
  readonly records: ReadonlyMap<string, StoredRecord>;
}

export interface StoredRecord {
  readonly index: string;
  readonly count: number;
  readonly seq_no: number;
  readonly primary_term: number;
}

/** What became of documents, as it is counted. */
export interface Coverage {
  readonly total: number;
  readonly by_status: Readonly<Record<string, number>>;
}

/** What Log AI found. All writes are idempotent: the same record lands on the same `_id` in the same index. */
export interface RecordStore {
  /** What this source counted in these minutes, to be replaced. */
  readMinutes(minutes: readonly number[]): Promise<StoredMinutes>;
  /**
   * Replaces the counts of minutes: what is no longer counted there is deleted.
   *
   * @param labelOf - How a template is called beside its id; undefined where nobody knows.
   *
   * @throws LogAiError `conflict` when somebody else counted them since they were read.
   */
  writeCounts(
    before: StoredMinutes,
    counts: readonly CountedLines[],
    labelOf?: (template_id: string) => TemplateLabel | undefined,
  ): Promise<void>;
  /** What all sources counted in the minutes in [from_minute, to_minute). */
  readCounts(from_minute: number, to_minute: number): Promise<readonly CountedLines[]>;
  /** How many documents were counted, by what became of them; only those that lie in these data streams, where named. */
  coverage(range: TimeRange, data_streams?: readonly string[]): Promise<Coverage>;
  /** Sums of counts of templates by kind, and by interval where one is given: all of them. */
  sumLines(
    filter: CountFilter & { split: readonly CountSplit[]; interval_ms?: number },
  ): Promise<readonly LineCount[]>;
  /** Where the lines lie that a service wrote, as they were counted, sorted. */
  dataStreamsOf(options: { readonly service: string; readonly range: TimeRange }): Promise<readonly string[]>;
  /** Begins of the intervals in which anything at all was counted, milliseconds since the epoch. */
  countedIntervals(
    options: Pick<CountFilter, 'range' | 'data_streams'> & { interval_ms: number },
  ): Promise<readonly number[]>;
  /** What people said of an anomaly that is there already stays; what was judged further is not overwritten. */
  writeAnomalies(anomalies: readonly AnomalyDocument[]): Promise<void>;
  /** Newest first; of one moment the most abnormal first. */
  readAnomalies(query: AnomalyQuery): Promise<Newest<AnomalyDocument>>;
  /** Anomalies of these subjects (`subject.key`) that lie in the range or touch it: all of them. */
  readAnomaliesOf(options: {
    readonly subject_keys: readonly string[];
    readonly range: TimeRange;
  }): Promise<readonly AnomalyDocument[]>;
  /** Anomalies of these types whose detector did not see their end: all of them. */
  readOpenAnomalies(types: readonly AnomalyType[]): Promise<readonly AnomalyDocument[]>;
  readAnomaly(id: string): Promise<AnomalyDocument | undefined>;
  /** Says that an anomaly was expected, or takes that back. Undefined where there is none. */
  expectAnomaly(
    id: string,
    expected: boolean,
    said?: AnomalyDocument['anomaly']['expectation'],
  ): Promise<AnomalyDocument | undefined>;
  /**
   * Of one that is there already more lines say more; how it went was decided with the lines that it had, and is not decided anew
   * without others, unless that was for want of knowledge.
   */
  writeRequests(requests: readonly RequestDocument[]): Promise<void>;
  /** Those that failed come first, of each kind the newest. */
  readRequests(query: RequestQuery): Promise<FoundRequests>;
  /** How many broke where, and on which path, in any order; of templates the ids with which they were written. */
  countRequests(query: Omit<RequestQuery, 'size'>): Promise<readonly RequestCount[]>;
  /** All ids of requests that ended since a moment, milliseconds since the epoch: of the newest 10,000. */
  recentRequestIds(since: number): Promise<readonly string[]>;
  /** Those that ended since a moment and whose outcome was decided for want of knowledge: the newest 1,000. */
  interimRequests(since: number): Promise<readonly FoundRequestId[]>;
  /** The anomalies of sequences that requests are part of, by each of their ids: of those that are part of one. */
  anomaliesOfRequests(
    request_ids: readonly string[],
    data_streams?: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Takes away what turned out to have succeeded. */
  deleteRequests(request_ids: readonly string[]): Promise<void>;
}
