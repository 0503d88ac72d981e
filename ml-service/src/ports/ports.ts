import type { CountSplit, TemplateSort } from '../../../common/api.ts';
import type {
  AnomalyDocument,
  AnomalyStatus,
  AnomalyType,
} from '../../../common/documents/anomaly_document.ts';
import type { LogAiFields } from '../../../common/documents/log_document.ts';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import type { Level } from '../../../common/levels.ts';
import type { CompiledMatcher } from '../parse/matcher/compiled_matcher.ts';
import type { ChatMessage } from '../parse/proposals/prompt.ts';
import type { LineCount } from '../store/count_series.ts';
import type { MergedIds } from '../store/merged_ids.ts';

/** What the tasks need of the world. Adapters implement these; the stages know none of them. */

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Half-open: from ≤ t < to, milliseconds since the epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A log document as it lies in Elasticsearch, with what a guarded update needs. */
export interface StoredLog {
  readonly reference: Reference;
  readonly seq_no: number;
  readonly primary_term: number;
  readonly source: Record<string, unknown>;
}

/** Additions to a document that was indexed before its template was known. */
export interface LogRepair {
  readonly log: StoredLog;
  readonly fields: LogAiFields;
}

/** How many lines of a template a service wrote in a minute at a level. */
export interface CountedTemplate {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly template_id: string;
  readonly service: string;
  readonly level?: Level;
  readonly count: number;
}

/** A line of a request, without the line. */
export interface RequestEvent {
  readonly request_id: string;
  readonly timestamp: number;
  readonly service: string;
  readonly level?: Level;
  readonly template_id?: string;
  readonly reference: Reference;
}

/** The share of documents with a template, by what became of them. */
export interface Coverage {
  readonly total: number;
  readonly by_status: Readonly<Record<string, number>>;
}

/** Documents of these templates that an earlier generation of the matcher labelled. */
export interface StaleLabels {
  readonly template_ids: readonly string[];
  readonly before_generation: number;
}

/** The user's logs, read and repaired. Everything is restricted to the configured index pattern. */
export interface LogStore {
  /** Documents with `log_ai.parse.status: unknown`, oldest `event.ingested` first, in pages of at most `page_size`. */
  unknown(options: { page_size: number; range?: TimeRange }): AsyncIterable<readonly StoredLog[]>;
  /** Documents within the range of @timestamp that never went through the pipeline. */
  countUnlabelled(range: TimeRange): Promise<number>;
  /** Sends those documents through the pipeline once more, where they lie; reports how many are done. */
  relabel(range: TimeRange, onProgress: (done: number, total: number) => void): Promise<number>;
  /** Documents whose labels edits changed. */
  countStale(stale: StaleLabels): Promise<number>;
  /** The newest minutes (since the epoch, of @timestamp) in which such documents lie, and how many in each. */
  staleMinutes(
    stale: StaleLabels,
    size: number,
  ): Promise<readonly { readonly minute: number; readonly documents: number }[]>;
  /** Sends those of these minutes through the pipeline once more; returns how many it labelled. */
  relabelStale(stale: StaleLabels, minutes: readonly number[]): Promise<number>;
  /** Adds the fields; a document changed meanwhile is left alone and counted as a conflict. */
  repair(repairs: readonly LogRepair[]): Promise<{ repaired: number; conflicts: number; failed: number }>;
  /** Makes what was written visible to searches. */
  refresh(): Promise<void>;
  /** Minutes (since the epoch, of @timestamp) of the documents whose `event.ingested` lies in the range. */
  minutesTouched(ingested: TimeRange): Promise<readonly number[]>;
  /** Minutes in which documents lie, by @timestamp. */
  minutesWithin(range: TimeRange): Promise<readonly number[]>;
  /** Counts of labelled documents of these minutes, all templates. */
  countMinutes(minutes: readonly number[]): Promise<readonly CountedTemplate[]>;
  /** Request ids with a failure (ERROR or worse) whose `event.ingested` (or @timestamp) lies in the range. */
  failedRequestIds(range: TimeRange, by: 'event.ingested' | '@timestamp'): AsyncIterable<readonly string[]>;
  /** All lines of these requests, in time order within each. */
  requestEvents(request_ids: readonly string[]): AsyncIterable<readonly RequestEvent[]>;
  /** References to a few lines of these templates (and service) within the range, newest first. */
  samples(options: {
    template_ids: readonly string[];
    service?: string | undefined;
    range: TimeRange;
    size: number;
  }): Promise<Reference[]>;
  coverage(range: TimeRange): Promise<Coverage>;
}

/** How templates are loaded. */
export interface LoadTemplates {
  /** Move away what cannot be read: for who holds the lease. Others pass it over. */
  readonly sets_aside?: boolean;
}

/** Templates that the miner learned. */
export interface TemplateStore {
  load(options?: LoadTemplates): Promise<readonly TemplateDocument[]>;
  save(templates: readonly TemplateDocument[]): Promise<void>;
  /** Makes what was saved visible to searches. */
  refresh(): Promise<void>;
}

/** Templates as people look for them. A field that is absent narrows nothing. */
export interface TemplateQuery {
  /** Words of the text, of which the last may be only begun, or an id. */
  readonly query?: string | undefined;
  readonly service?: string | undefined;
  readonly level?: Level | undefined;
  readonly ids?: readonly string[] | undefined;
  /** When they came for the first time. */
  readonly first_seen?: { readonly from?: number | undefined; readonly to?: number | undefined };
  readonly sort?: TemplateSort;
  readonly order?: 'asc' | 'desc';
  readonly size: number;
  /** How many to leave out. Elasticsearch refuses pages beyond 10,000: a narrower query is the answer. */
  readonly from?: number;
}

/** Templates, looked up. */
export interface TemplateFinder {
  /** The template with this id; of a merged one the template that it lives on in. */
  get(id: string): Promise<TemplateDocument | undefined>;
  /** Live templates; those last seen come first where nothing else is asked for. */
  search(query: TemplateQuery): Promise<{ total: number; templates: readonly TemplateDocument[] }>;
  mergedIds(): Promise<MergedIds>;
}

/** A model that answers in words. */
export interface LanguageModel {
  /** @throws LogAiError `language_model_unreachable`, `language_model_failed`. */
  ask(messages: readonly ChatMessage[]): Promise<string>;
}

/** Puts a generation of the compiled matcher to where lines are indexed. */
export interface MatcherPublisher {
  publish(matcher: CompiledMatcher): Promise<void>;
}

/** Which counts are summed up. A field that is absent narrows nothing. */
export interface CountFilter {
  readonly range: TimeRange;
  readonly template_ids?: readonly string[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly level?: Level | undefined;
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
}

/** Which failed requests are read. A field that is absent narrows nothing. */
export interface RequestQuery {
  /** They begin in it. */
  readonly range: TimeRange;
  /** At most 10,000. */
  readonly size: number;
  /** Where they failed first. */
  readonly service?: string | undefined;
  /** With what they failed first. */
  readonly template_ids?: readonly string[] | undefined;
}

/** The newest of `total` records. */
export interface Newest<T> {
  readonly total: number;
  readonly records: readonly T[];
}

/** What Log AI found. All writes are idempotent: the same record lands on the same `_id` in the same index. */
export interface RecordStore {
  /** Replaces the counts of these minutes: what is no longer counted there is deleted. */
  writeCounts(minutes: readonly number[], counts: readonly CountedTemplate[]): Promise<void>;
  /** Counts of the minutes in [from_minute, to_minute). */
  readCounts(from_minute: number, to_minute: number): Promise<readonly CountedTemplate[]>;
  /** Sums of counts by kind, and by interval where one is given: all of them. */
  sumLines(
    filter: CountFilter & { split: readonly CountSplit[]; interval_ms?: number },
  ): Promise<readonly LineCount[]>;
  /** Begins of the intervals in which anything at all was counted, milliseconds since the epoch. */
  countedIntervals(options: { range: TimeRange; interval_ms: number }): Promise<readonly number[]>;
  /** What people said of an anomaly that is there already stays. */
  writeAnomalies(anomalies: readonly AnomalyDocument[]): Promise<void>;
  /** Newest first; of one moment the most abnormal first. */
  readAnomalies(query: AnomalyQuery): Promise<Newest<AnomalyDocument>>;
  readAnomaly(id: string): Promise<AnomalyDocument | undefined>;
  /** Says that an anomaly was expected, or takes that back. Undefined where there is none. */
  expectAnomaly(id: string, expected: boolean): Promise<AnomalyDocument | undefined>;
  writeRequests(requests: readonly RequestDocument[]): Promise<void>;
  /** Newest first. */
  readRequests(query: RequestQuery): Promise<Newest<RequestDocument>>;
}

/** Long work, as it can be watched. */
export interface JobStore {
  /** Replaces what was written under its id. */
  write(job: JobDocument): Promise<void>;
  /** Newest first. */
  newest(size: number): Promise<readonly JobDocument[]>;
}

/** Checkpoints and detector state. */
export interface StateStore {
  read(id: string): Promise<unknown>;
  /** Behind a lease the write carries its epoch and is refused with `conflict` when another owner came. */
  write(id: string, value: unknown, lease?: Lease): Promise<void>;
  /**
   * Writes what `change` makes of what is there, and makes it anew when somebody else wrote in between. Undefined leaves
   * it as it is. Returns what is there then.
   */
  update(id: string, change: (value: unknown) => unknown): Promise<unknown>;
  /** Takes or renews the lease; undefined while another process holds it. */
  acquireLease(name: string, ttl_ms: number): Promise<Lease | undefined>;
  releaseLease(lease: Lease): Promise<void>;
}

/** The right to run a task, until `expires`. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly epoch: number;
  readonly expires: number;
}
