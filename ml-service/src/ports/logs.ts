import type { LogAiFields } from '../../../common/documents/log_document.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import type { Level } from '../../../common/levels.ts';
import type { TimeRange } from './time.ts';
import type { TemplateCount } from '../detect/counts/count_reader.ts';

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
  /**
   * Documents within the range of @timestamp: all of them, those that never went through the pipeline, or those that it
   * did not know.
   */
  countWithin(range: TimeRange, which?: 'unlabelled' | 'unknown'): Promise<number>;
  /** When the first document of the range happened, by @timestamp. */
  firstWithin(range: TimeRange): Promise<number | undefined>;
  /**
   * Sends documents of the range that never went through the pipeline through it, where they lie, and makes that visible
   * to searches. Returns how many: at most so many, or little more.
   */
  relabel(range: TimeRange, how: { readonly most: number; readonly signal?: AbortSignal }): Promise<number>;
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
  countMinutes(minutes: readonly number[]): Promise<readonly TemplateCount[]>;
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
