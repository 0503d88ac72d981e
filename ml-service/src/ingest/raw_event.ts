/**
 * One event as it comes in: a line of text, and what its carrier (JSON, CSV, a shipper) said beside it.
 * Nothing here is normalised: the parse stage reads the header and decides.
 */
export interface RawEvent extends CarrierFields {
  /** The line, without its line end. Continuation lines (a stack trace) follow after `\n`. */
  readonly message: string;
  /**
   * Where the fields come from a text around the message: a `logger` wrote both together, so its fields win unless the
   * message has a header with a time of its own; a `transport` knows less than the line in everything. Absent: a shipper or
   * caller sent them, and they win.
   */
  readonly layer?: 'logger' | 'transport';
  /** What a shipper sent beside a text that was unwrapped: it wins over all that the text says. */
  readonly sent?: CarrierFields;
}

/** What a carrier says beside a line. */
export interface CarrierFields {
  /** As the carrier wrote it: ISO 8601, epoch seconds or milliseconds. */
  readonly timestamp?: string | number;
  readonly level?: string;
  readonly service?: string;
  readonly request_id?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  /** Status of an answer over HTTP: what is known of a level where nothing says one. */
  readonly http_status?: string;
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
