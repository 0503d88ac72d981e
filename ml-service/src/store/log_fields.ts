import type { LogAiFields } from '../../../common/documents/log_document.ts';
import { joinSeverity } from '../../../common/severity_rule.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';

/**
 * What Log AI writes onto a log document. The ingest pipeline writes the same.
 *
 * @param generation - The compiled matcher that labelled it.
 */
export function logFieldsOf(event: ParsedEvent, generation: number): LogAiFields {
  const { status, template_id, template_version, template_text, parameters, request_id, request_ids } = event;
  const severity = joinSeverity(event);
  return {
    parse: { status },
    generation,
    ...(template_id !== undefined && {
      template: { id: template_id, version: template_version!, text: template_text! },
    }),
    ...(parameters && { params: parameters }),
    ...(request_id !== undefined && { request_id }),
    ...(request_ids && { request_ids: [...request_ids] }),
    ...(severity && { severity }),
  };
}
