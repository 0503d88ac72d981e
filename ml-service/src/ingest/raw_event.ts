/**
 * One event as it comes in: a line of text, and what its carrier (JSON, CSV, a shipper) said beside it.
 * Nothing here is normalised: the parse stage reads the header and decides.
 */
export interface RawEvent {
  /** The line, without its line end. Continuation lines (a stack trace) follow after `\n`. */
  readonly message: string;
  /** As the carrier wrote it: ISO 8601, epoch seconds or milliseconds. */
  readonly timestamp?: string | number;
  readonly level?: string;
  readonly service?: string;
  readonly request_id?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
}
