import type { RawEvent } from './raw_event.ts';

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
