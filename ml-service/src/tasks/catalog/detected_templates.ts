import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { SeverityVerdict } from '../../../../common/severity_rule.ts';
import type { KnownTemplate } from '../../detect/detector.ts';

/** What detectors know of templates: of those that live. */
export function detectedTemplatesOf(
  documents: Iterable<TemplateDocument>,
): ReadonlyMap<string, KnownTemplate> {
  return new Map(
    [...documents]
      .filter(({ merged_into }) => merged_into === undefined)
      .map(({ id, text, level, severity, classified, first_seen, data_streams }) => [
        id,
        {
          text,
          first_seen: Date.parse(first_seen),
          ...(level && { level }),
          ...(severity && { verdict: verdictOf(severity) }),
          ...(classified && { sounds: classified.probabilities }),
          ...(data_streams && { data_streams }),
        },
      ]),
  );
}

/** What is said of the lines of a template, as its document has it. */
export function verdictOf({
  label,
  confidence,
  decided_by,
}: NonNullable<TemplateDocument['severity']>): SeverityVerdict {
  return { label, confidence, by: decided_by };
}
