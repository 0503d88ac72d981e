import type { ParsedRecord } from '../../../common/api.ts';
import type { ParsedEvent } from './parsed_event.ts';

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
