import type { Parameters, ParseStatus } from '../../../common/documents/log_document.ts';
import type { Level } from '../../../common/levels.ts';
import type { SeverityVerdict } from '../../../common/severity_rule.ts';
import type { ParsedRecord } from '../../../common/api.ts';

/** What the header of an event says. The shipper's own fields win over what the line says. */
export interface Header {
  /** Milliseconds since the epoch. */
  readonly timestamp?: number;
  readonly level?: Level;
  /** The line says none: it is that of its HTTP status. */
  readonly is_level_derived?: boolean;
  readonly service?: string;
  readonly request_id?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
}

/** The header of what is known; what is not is left out. */
export function headerOf(fields: { readonly [Field in keyof Header]: Header[Field] | undefined }): Header {
  const { timestamp, level, is_level_derived, service, request_id, trace_id, span_id } = fields;
  // Built for every line: spreading what may be missing takes ten times as long.
  const header: { -readonly [Field in keyof Header]: Header[Field] } = {};
  if (timestamp !== undefined) header.timestamp = timestamp;
  if (level !== undefined) header.level = level;
  if (is_level_derived) header.is_level_derived = true;
  if (service !== undefined) header.service = service;
  if (request_id !== undefined) header.request_id = request_id;
  if (trace_id !== undefined) header.trace_id = trace_id;
  if (span_id !== undefined) header.span_id = span_id;
  return header;
}

/** An event after the parse stage. */
export interface ParsedEvent extends Header {
  /** All ids that the line names its request by, where they are several: `request_id` first. */
  readonly request_ids?: readonly string[];
  readonly status: ParseStatus;
  /** The line without its header: what the template describes. */
  readonly message: string;
  readonly template_id?: string;
  readonly template_version?: number;
  readonly template_text?: string;
  readonly parameters?: Parameters;
  /** What is said of the severity of its template. */
  readonly verdict?: SeverityVerdict;
}

/** An event in the shape in which API and command line give it. */
export function parsedRecordOf(event: ParsedEvent): ParsedRecord {
  const { timestamp, level, service, request_id, template_text, template_id, parameters, status } = event;
  return {
    ...(timestamp !== undefined && { timestamp: new Date(timestamp).toISOString() }),
    ...(level && { level }),
    ...(service !== undefined && { service }),
    ...(request_id !== undefined && { request_id }),
    ...(template_text !== undefined && { event_template: template_text }),
    ...(template_id !== undefined && { template_id }),
    ...(parameters && { parameters }),
    status,
  };
}
