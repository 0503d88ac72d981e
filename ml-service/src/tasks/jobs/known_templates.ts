import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { mergedIdsOf } from '../../store/merged_ids.ts';
import { detectedTemplatesOf } from '../catalog/detected_templates.ts';
import type { JudgedTemplates } from '../judge/record_findings.ts';

/**
 * What judging needs of templates, read from their documents: a job learns nothing, and needs no parser.
 *
 * @param documents - All templates, the merged ones included.
 */
export function knownTemplatesOf(documents: readonly TemplateDocument[]): JudgedTemplates {
  const merged = mergedIdsOf(documents);
  const live = documents.filter(({ merged_into }) => merged_into === undefined);
  const known = detectedTemplatesOf(live);
  const expected = new Set(live.filter((template) => template.expected === true).map(({ id }) => id));
  const data_streams = new Map(live.map((template) => [template.id, template.data_streams]));
  const all = new Map(documents.map((template) => [template.id, template]));
  return {
    known: () => known,
    documents: { all: () => all },
    dataStreamsOf: (id) => data_streams.get(merged.liveOf(id)),
    isExpected: (id) => expected.has(merged.liveOf(id)),
    resolve: (id) => merged.liveOf(id),
  };
}
