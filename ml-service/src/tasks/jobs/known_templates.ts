import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { KnownTemplate } from '../../detect/detector.ts';
import { MergedIds } from '../../store/merged_ids.ts';

/** What detectors know of templates, read from their documents: a job learns nothing, and needs no parser. */
export interface KnownTemplates {
  known(): ReadonlyMap<string, KnownTemplate>;
  /** Whether people said that anomalies of this template are nothing to worry about. */
  isExpected(id: string): boolean;
  /** The live id that stands for an id given earlier. */
  resolve(id: string): string;
}

/** @param documents - All templates, the merged ones included. */
export function knownTemplatesOf(documents: readonly TemplateDocument[]): KnownTemplates {
  const merged = new MergedIds(
    new Map(
      documents.flatMap(({ id, merged_into }) => (merged_into === undefined ? [] : [[id, merged_into]])),
    ),
  );
  const live = documents.filter(({ merged_into }) => merged_into === undefined);
  const known = new Map(
    live.map(({ id, text, level, first_seen }) => [
      id,
      { text, first_seen: Date.parse(first_seen), ...(level && { level }) },
    ]),
  );
  const expected = new Set(live.filter((template) => template.expected === true).map(({ id }) => id));
  return {
    known: () => known,
    isExpected: (id) => expected.has(merged.liveOf(id)),
    resolve: (id) => merged.liveOf(id),
  };
}
