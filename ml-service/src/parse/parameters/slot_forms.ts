import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { MARK } from '../masks/masked_line.ts';
import { formOfValue, joinForms, type ValueForm } from './parameter_value.ts';
import { columnText, countMarks, isMany, spansOf } from '../template/template.ts';

/** A template and the forms of its slots. */
interface FormedTemplate {
  readonly columns: readonly TemplateColumn[];
  readonly forms: readonly ValueForm[];
}

/** The form of what one template has where the joined one has a value. */
function formWithin(text: string, forms: readonly ValueForm[]): ValueForm {
  if (text === MARK) return forms[0]!;
  return text.includes(MARK) ? 'string' : formOfValue({ start: 0, end: text.length, kind: 'value' }, text);
}

/** The forms of a template's slots as slots of a more general template. */
function formsAs(columns: readonly TemplateColumn[], template: FormedTemplate): ValueForm[] {
  const texts = template.columns.map(columnText);
  const spans = spansOf(
    columns,
    texts.map((text) => ({ text })),
  )!;
  let nextSpan = 0;
  let nextForm = 0;
  let at = 0;
  return columns.flatMap((column) => {
    const width = isMany(column) ? spans[nextSpan++]! : 1;
    const text = texts.slice(at, (at += width)).join(' ');
    const forms = template.forms.slice(nextForm, (nextForm += countMarks(text)));
    if (typeof column === 'string') return forms;
    const before = countMarks(column.prefix);
    const after = forms.length - countMarks(column.suffix);
    const within = text.slice(column.prefix.length, text.length - column.suffix.length);
    return [...forms.slice(0, before), formWithin(within, forms.slice(before, after)), ...forms.slice(after)];
  });
}

/**
 * The forms of the slots of a union, each of which holds what all its templates have there.
 *
 * @param union.columns - They fit each of the templates.
 */
export function joinFormsOf(union: {
  readonly templates: readonly FormedTemplate[];
  readonly columns: readonly TemplateColumn[];
}): ValueForm[] {
  return union.templates
    .map((template) => formsAs(union.columns, template))
    .reduce((joined, forms) => joined.map((form, slot) => joinForms(form, forms[slot]!)));
}
