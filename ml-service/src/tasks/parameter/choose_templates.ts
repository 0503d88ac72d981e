import type { ParameterType, TemplateDocument } from '../../../../common/documents/template_document.ts';
import { judgedAs } from '../../detect/values/detected_value.ts';

/** How much its values tell: how long something takes first, then how large it is, how many there are, what it is called. */
const WORTH: Readonly<Partial<Record<ParameterType, number>>> = {
  duration: 3,
  bytes: 2,
  integer: 1,
  float: 1,
};

/** Templates whose values are read, and how many others have values that could be judged. */
export interface ChosenTemplates {
  readonly chosen: ReadonlyMap<string, Pick<TemplateDocument, 'parameters'>>;
  readonly left_out: number;
}

/**
 * Chooses the templates whose values tell most, of these those with most lines: so it is seldom another choice.
 *
 * @param options.seen_from - What was seen last before has gone.
 */
export function chooseTemplates(
  documents: Iterable<TemplateDocument>,
  { max_templates, seen_from }: { readonly max_templates: number; readonly seen_from: number },
): ChosenTemplates {
  const since = new Date(seen_from).toISOString();
  const judged = [...documents]
    .filter(
      ({ merged_into, last_seen, parameters }) =>
        merged_into === undefined &&
        last_seen >= since &&
        parameters.some((one) => judgedAs(one) !== undefined),
    )
    .map((document) => ({ document, worth: worthOf(document) }))
    .sort(
      (a, b) =>
        b.worth - a.worth ||
        b.document.line_count - a.document.line_count ||
        (a.document.id < b.document.id ? -1 : 1),
    );
  const chosen = judged.slice(0, max_templates).map(({ document }) => [document.id, document] as const);
  return { chosen: new Map(chosen), left_out: judged.length - chosen.length };
}

function worthOf({ parameters }: Pick<TemplateDocument, 'parameters'>): number {
  return parameters.reduce((most, { type }) => Math.max(most, WORTH[type] ?? 0), 0);
}
