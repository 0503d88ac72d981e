import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { LogAiFields } from '../../common/documents/log_document.ts';
import type { Reference } from '../../common/documents/reference.ts';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import type { TemplateDocument } from '../../common/documents/template_document.ts';
import type { Level } from '../../common/levels.ts';
import type { CompiledMatcher } from './parse/compiled_matcher.ts';

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

/** The user's logs, read and repaired. Everything is restricted to the configured index pattern. */
export interface LogStore {
  /** Documents with `log_ai.parse.status: unknown`, oldest `event.ingested` first, in pages of at most `page_size`. */
  unknown(options: { page_size: number; range?: TimeRange }): AsyncIterable<readonly StoredLog[]>;
  /** Documents within the range of @timestamp that never went through the pipeline. */
  countUnlabelled(range: TimeRange): Promise<number>;
  /** Sends those documents through the pipeline once more, where they lie; reports how many are done. */
  relabel(range: TimeRange, onProgress: (done: number, total: number) => void): Promise<number>;
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
  /** References to a few lines of a template and service within the range, newest first. */
  samples(options: {
    template_id: string;
    service: string;
    range: TimeRange;
    size: number;
  }): Promise<Reference[]>;
  coverage(range: TimeRange): Promise<Coverage>;
}

/** Templates that the miner learned. */
export interface TemplateStore {
  load(): Promise<readonly TemplateDocument[]>;
  save(templates: readonly TemplateDocument[]): Promise<void>;
}

/** Puts a generation of the compiled matcher to where lines are indexed. */
export interface MatcherPublisher {
  publish(matcher: CompiledMatcher): Promise<void>;
}

/** What Log AI found. All writes are idempotent: the same record lands on the same `_id` in the same index. */
export interface RecordStore {
  /** Replaces the counts of these minutes: what is no longer counted there is deleted. */
  writeCounts(minutes: readonly number[], counts: readonly CountedTemplate[]): Promise<void>;
  /** Counts of the minutes in [from_minute, to_minute). */
  readCounts(from_minute: number, to_minute: number): Promise<readonly CountedTemplate[]>;
  writeAnomalies(anomalies: readonly AnomalyDocument[]): Promise<void>;
  readAnomalies(options: {
    range: TimeRange;
    size: number;
    min_score?: number;
  }): Promise<readonly AnomalyDocument[]>;
  writeRequests(requests: readonly RequestDocument[]): Promise<void>;
  readRequests(options: { range: TimeRange; size: number }): Promise<readonly RequestDocument[]>;
}

/** Checkpoints and detector state. */
export interface StateStore {
  read(id: string): Promise<unknown>;
  /** Behind a lease the write carries its epoch and is refused with `conflict` when another owner came. */
  write(id: string, value: unknown, lease?: Lease): Promise<void>;
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
