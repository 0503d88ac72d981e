import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { KnownTemplate } from '../../detect/detector.ts';

/** What detectors know of templates: of those that live. */
export function detectedTemplatesOf(
  documents: Iterable<TemplateDocument>,
): ReadonlyMap<string, KnownTemplate> {
  return new Map(
    [...documents]
      .filter(({ merged_into }) => merged_into === undefined)
      .map(({ id, text, level, first_seen, data_streams }) => [
        id,
        {
          text,
          first_seen: Date.parse(first_seen),
          ...(level && { level }),
          ...(data_streams && { data_streams }),
        },
      ]),
  );
}
