import type { TemplateParameter } from '../../../../common/documents/template_document.ts';
import { childrenOf, isEditedAlike, withEdits } from '../../parse/edits/edited_documents.ts';
import type { LearnedTemplate, LineParser } from '../../parse/line_parser.ts';
import type { TemplateDocuments } from './template_documents.ts';

/** Whether parameters are described alike, whatever else is said of them. */
export const areAlike = (a: readonly TemplateParameter[], b: readonly TemplateParameter[]) =>
  a.length === b.length &&
  a.every(({ name, type, unit }, at) => name === b[at]!.name && type === b[at]!.type && unit === b[at]!.unit);

/** The documents, and the parser that has taken up the edits. */
interface Edited {
  readonly documents: TemplateDocuments;
  readonly parser: LineParser;
}

/** Notes in the documents with these ids what the edits say of them. */
export function noteEdits({ documents, parser, ids }: Edited & { readonly ids: Iterable<string> }): void {
  const { live, revision } = parser.edited;
  if (live.splits.size > 0)
    for (const template of parser.templates()) noteSplits({ documents, parser, template });
  for (const id of ids) {
    const document = documents.get(id);
    if (!document) continue;
    const edited = withEdits(document, { live, revision });
    if (!isEditedAlike(document, edited)) documents.update(edited);
  }
}

/** Notes that what was split off a template follows it. */
export function noteSplits({
  documents,
  parser,
  template,
}: Edited & { readonly template: LearnedTemplate }): void {
  const { live, isPlain } = parser.edited;
  if (isPlain) return;
  for (const child of childrenOf(template, live)) {
    const known = documents.get(child.id);
    // Of a user's merge several patterns have the child: it looks like the one that was split.
    const isOwn = live.children.get(child.id)!.split.slot?.pattern_id === template.id;
    if (known && !isOwn) continue;
    if (
      known?.text === child.text &&
      known.version === child.version &&
      areAlike(known.parameters, child.parameters)
    )
      continue;
    const parent = documents.get(child.split_from!.template_id) ?? documents.get(template.id)!;
    const { level, services, data_streams, first_seen, last_seen, updated } = parent;
    documents.update({
      services,
      ...(data_streams && { data_streams }),
      first_seen,
      last_seen,
      updated,
      line_count: 0,
      ...(level && { level }),
      ...known,
      ...child,
    });
  }
}
