import type { LogAiFields, Parameters } from '../../../common/documents/log_document.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import type { Level, SeverityLabel } from '../../../common/levels.ts';
import type { IdExtent, ParameterLine } from '../correlate/joining/request_parameters.ts';
import type { RequestExtent } from '../correlate/request_bounds.ts';
import type { TimeRange } from './time.ts';
import type { CountedLines } from '../store/counted_lines.ts';

/** A log document as it lies in Elasticsearch, with what a guarded update needs. */
export interface StoredLog {
  readonly reference: Reference;
  readonly seq_no: number;
  readonly primary_term: number;
  readonly source: Record<string, unknown>;
  /** It is larger than a page may be: its source is not here. */
  readonly is_too_large?: true;
}

/** Additions to a document that was indexed before its template was known. */
export interface LogRepair {
  readonly log: StoredLog;
  readonly fields: LogAiFields;
}

/** A label that Elasticsearch refused to take. */
export interface RefusedRepair {
  readonly reference: Reference;
  /** The type of its error. */
  readonly reason: string;
  /** Whether no document of the index would fare better: it is read-only, or its mapping is strict. */
  readonly is_of_index: boolean;
}

/** What became of labels. */
export interface RepairSummary {
  readonly repaired: number;
  /** Changed by somebody else meanwhile. */
  readonly conflicts: number;
  readonly refused: readonly RefusedRepair[];
}

/** Documents that are left alone. */
export interface ExceptedLogs {
  readonly indices: readonly string[];
  readonly documents: readonly { readonly index: string; readonly ids: readonly string[] }[];
}

/** A line of a request, without the line. */
export interface RequestEvent {
  readonly request_id: string;
  /** The id that the line itself names, where it was joined to the request by another. */
  readonly own_id?: string;
  readonly timestamp: number;
  readonly service: string;
  readonly level?: Level;
  readonly template_id?: string;
  /** On which host it was written, and by which version of the service. */
  readonly host?: string;
  readonly version?: string;
  readonly reference: Reference;
}

/** A line of a request with its values, without the line. */
export interface DetailedRequestEvent extends RequestEvent {
  readonly params: Parameters;
}

/** Which lines of requests are read. */
export interface RequestEventBounds {
  /** Of @timestamp. */
  readonly range: TimeRange;
  readonly max_lines: number;
  readonly signal?: AbortSignal | undefined;
}

/** The values of a line, without the line. */
export interface ValueLine {
  readonly template_id: string;
  readonly service: string;
  readonly params: Parameters;
  readonly request_id?: string;
  readonly reference: Reference;
}

/** Services, two at most of each, that write lines that name their request, and lines that name none. */
export interface RequestIdUse {
  readonly naming: readonly string[];
  readonly unnaming: readonly string[];
}

/** Templates, and which share of their lines is looked at. */
export interface ValueSample {
  readonly template_ids: readonly string[];
  readonly share: number;
}

/** Documents of these templates that an earlier generation of the matcher labelled. */
export interface StaleLabels {
  readonly template_ids: readonly string[];
  readonly before_generation: number;
}

/** What was counted, and in which indices: of others nobody can say what they hold. */
export interface CountedMinutes {
  readonly rows: readonly CountedLines[];
  readonly readable: ReadonlySet<string>;
}

/** How many documents a minute (since the epoch, of @timestamp) holds. */
export interface MinuteDocuments {
  readonly minute: number;
  readonly documents: number;
}

/** A request id, and some of its lines: those with an error, or those that came. */
export interface FoundRequestId {
  readonly id: string;
  /** When these lines happened, by @timestamp. */
  readonly range: TimeRange;
}

/** Lines by the request that they belong to. */
export type RequestLogs = Pick<
  LogStore,
  | 'requestIds'
  | 'failedRequestIds'
  | 'touchedRequests'
  | 'measureRequests'
  | 'requestEvents'
  | 'detailedRequestEvents'
>;

/** The user's logs, read and repaired. Everything is restricted to the configured index pattern. */
export interface LogStore {
  /**
   * Documents with `log_ai.parse.status: unknown`, oldest `log_ai.ingested` first, in pages of at most `page_size`, fewer where these would
   * have too many bytes.
   *
   * @param options.fields - What is read of a document; all of it unless given.
   */
  unknown(options: {
    page_size: number;
    range?: TimeRange;
    fields?: readonly string[];
    except?: ExceptedLogs;
  }): AsyncIterable<readonly StoredLog[]>;
  /** How many of them an index holds. */
  countUnknown(index: string): Promise<number>;
  /** How often each of the indices is refreshed, milliseconds; `Infinity` where nothing refreshes it. */
  refreshIntervals(): Promise<ReadonlyMap<string, number>>;
  /**
   * Documents within the range of @timestamp: all of them, those that never went through the pipeline, or those that it
   * did not know.
   */
  countWithin(range: TimeRange, which?: 'unlabelled' | 'unknown'): Promise<number>;
  /** When the first document of the range happened, by @timestamp. */
  firstWithin(range: TimeRange): Promise<number | undefined>;
  /**
   * The same of those that wait for their template: unknown, and indexed at or after a moment, so that nobody looked at them
   * before.
   */
  firstWaiting(range: TimeRange, indexed_from: number): Promise<number | undefined>;
  /**
   * Sends documents of the range that never went through the pipeline through it, where they lie, and makes that visible
   * to searches. Returns how many: at most so many, or little more.
   */
  relabel(range: TimeRange, how: { readonly most: number; readonly signal?: AbortSignal }): Promise<number>;
  /** Documents whose labels edits changed. */
  countStale(stale: StaleLabels): Promise<number>;
  /** The newest minutes (since the epoch, of @timestamp) in which such documents lie, and how many in each. */
  staleMinutes(stale: StaleLabels, size: number): Promise<readonly MinuteDocuments[]>;
  /** Sends those of these minutes through the pipeline once more; returns how many it labelled. */
  relabelStale(stale: StaleLabels, minutes: readonly number[]): Promise<number>;
  /** Adds the fields; a document changed meanwhile is left alone and counted as a conflict. */
  repair(repairs: readonly LogRepair[]): Promise<RepairSummary>;
  /** Makes what was written visible to searches. */
  refresh(): Promise<void>;
  /**
   * The minutes of the documents whose `log_ai.ingested` and @timestamp lie in the ranges, and how many of these.
   *
   * @param options.of - Those that no stream counts, or those that carry a request id.
   */
  minutesTouched(options: {
    readonly ingested: TimeRange;
    readonly happened: TimeRange;
    readonly of: 'counts' | 'requests';
  }): Promise<readonly MinuteDocuments[]>;
  /** Minutes in which documents lie, by @timestamp. */
  minutesWithin(range: TimeRange): Promise<readonly number[]>;
  /** How many documents each minute of the range holds, by @timestamp: from the index alone, no document is read for it. */
  documentsByMinute(range: TimeRange): Promise<readonly MinuteDocuments[]>;
  /** Counts of all documents of these minutes that no stream counts, whatever became of them. */
  countMinutes(minutes: readonly number[]): Promise<CountedMinutes>;
  /** When the first line with an error and a request id was indexed since, milliseconds since the epoch. */
  firstFailure(since: number): Promise<number | undefined>;
  /** Request ids with a failure (ERROR or worse) whose `log_ai.ingested` (or @timestamp) lies in the range. */
  failedRequestIds(
    range: TimeRange,
    by: 'log_ai.ingested' | '@timestamp',
  ): AsyncIterable<readonly FoundRequestId[]>;
  /** Requests of which a line that names one of these ids was indexed (`log_ai.ingested`) in the range, whatever its level. */
  touchedRequests(
    request_ids: readonly string[],
    ingested: TimeRange,
  ): AsyncIterable<readonly FoundRequestId[]>;
  /**
   * How many lines each of these ids joins, and when the first and the last happened.
   *
   * @param range - Of @timestamp; whenever they happened, where absent.
   */
  measureRequests(
    request_ids: readonly string[],
    range?: TimeRange,
    signal?: AbortSignal,
  ): Promise<readonly RequestExtent[]>;
  /** How many lines within the range of @timestamp carry a request id: whoever reads requests knows what is ahead. */
  countRequestLines(range: TimeRange): Promise<number>;
  /**
   * Request ids of lines within the range of @timestamp, page by page.
   *
   * @param share - Of all ids, by a hash of each: the ids of a smaller share are among those of a larger one.
   */
  requestIds(range: TimeRange, share: number): AsyncIterable<readonly string[]>;
  /** How many lines of each of these templates lie within the range of @timestamp; those without any are not among them. */
  countTemplates(template_ids: readonly string[], range: TimeRange): Promise<ReadonlyMap<string, number>>;
  /**
   * Values of lines within the range of @timestamp, at most `max_lines`. The shares are drawn by request, where lines have
   * one, so that what is drawn of several templates is of the same requests.
   */
  valueLines(options: {
    readonly range: TimeRange;
    readonly samples: readonly ValueSample[];
    readonly max_lines: number;
  }): AsyncIterable<readonly ValueLine[]>;
  /** Who names requests within the range of @timestamp: of lines that have a template. */
  requestIdUse(range: TimeRange): Promise<RequestIdUse>;
  /** Lines within the range of @timestamp that have a template and name no request, the newest first, at most `max_lines`. */
  unnamedLines(options: {
    readonly range: TimeRange;
    readonly max_lines: number;
  }): AsyncIterable<readonly ParameterLine[]>;
  /**
   * What the lines within the range of @timestamp say of these ids: those that have one as any of their values, or as that of their
   * request. An id of no line is not among them.
   */
  idExtents(ids: readonly string[], range: TimeRange): Promise<ReadonlyMap<string, IdExtent>>;
  /** The lines of these requests within the range of @timestamp, in time order within each; at most `max_lines` of all. */
  requestEvents(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
  ): AsyncIterable<readonly RequestEvent[]>;
  /** The same with the values of each line. */
  detailedRequestEvents(
    request_ids: readonly string[],
    bounds: RequestEventBounds,
  ): AsyncIterable<readonly DetailedRequestEvent[]>;
  /** References to a few lines within the range, newest first. A field that is absent narrows nothing. */
  samples(options: {
    template_ids?: readonly string[] | undefined;
    service?: string | undefined;
    severities?: readonly SeverityLabel[] | undefined;
    range: TimeRange;
    size: number;
  }): Promise<Reference[]>;
  /** How many lines of these templates (and service) the range holds, and how many of them have this value, as text. */
  countValue(options: {
    readonly template_ids: readonly string[];
    readonly service?: string | undefined;
    readonly range: TimeRange;
    readonly parameter: { readonly name: string; readonly value: string };
  }): Promise<{ readonly total: number; readonly matching: number }>;
  /** The data streams and plain indices that there are, by name. */
  dataStreams(): Promise<readonly string[]>;
}
