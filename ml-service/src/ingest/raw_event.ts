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

/** An event and the line at which it begins. */
export interface NumberedEvent {
  readonly event: RawEvent;
  /** From 1; of a CSV file as well the line, not the row. */
  readonly line_number: number;
}

/** Makes events of the lines of one format. */
export interface LineInterpreter {
  /** Takes a line, blank ones too, and returns the events that are complete with it. */
  add(line: string, line_number: number): readonly NumberedEvent[];
  /** The events that the end of the input completes. */
  end(): readonly NumberedEvent[];
}

/** Whether a line holds nothing to read. */
export function isBlankLine(line: string): boolean {
  return line.trim() === '';
}
