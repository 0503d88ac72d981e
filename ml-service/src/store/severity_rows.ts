import type { TemplateDocument } from '../../../common/documents/template_document.ts';

const HEADER = 'message,level,system';

/**
 * What people said of the severity of templates, as rows that a model is trained or scored with: text of the template, label, and
 * the service that it is of. RFC 4180.
 *
 * @example
 * severityRows(templates) // ['message,level,system', '"Disk <disk> is full",critical,"storage"']
 */
export function severityRows(
  templates: readonly Pick<TemplateDocument, 'text' | 'severity' | 'services' | 'merged_into'>[],
): readonly string[] {
  return [
    HEADER,
    ...templates.flatMap(({ text, severity, services, merged_into }) =>
      severity?.decided_by === 'feedback' && merged_into === undefined
        ? [`${quoted(text)},${severity.label},${quoted(services[0] ?? '')}`]
        : [],
    ),
  ];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
