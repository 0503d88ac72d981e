import type { LogAiFields } from '../../../common/documents/log_document.ts';
import { type Level, SEVERITY_OF_LEVEL } from '../../../common/levels.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';

/** The severity that an explicit level states, with full confidence: the line says so itself. */
export function severityOf(level: Level): NonNullable<LogAiFields['severity']> {
  const label = SEVERITY_OF_LEVEL[level];
  return { label, confidence: 1, requires_immediate_action: label === 'critical' };
}

/**
 * What Log AI writes onto a log document. The ingest pipeline writes the same.
 *
 * @param generation - The compiled matcher that labelled it.
 */
export function logFieldsOf(event: ParsedEvent, generation: number): LogAiFields {
  const { status, template_id, template_version, template_text, parameters, request_id, level } = event;
  return {
    parse: { status },
    generation,
    ...(template_id !== undefined && {
      template: { id: template_id, version: template_version!, text: template_text! },
    }),
    ...(parameters && { params: parameters }),
    ...(request_id !== undefined && { request_id }),
    ...(level && { severity: severityOf(level) }),
  };
}
