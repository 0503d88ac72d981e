import type {
  ParameterType,
  TemplateColumn,
  TemplateParameter,
} from '../../../common/documents/template_document.ts';
import { MARK } from './masked_line.ts';
import { joinTypes, typeOf } from './parameter_value.ts';
import { columnText, countMarks, isMany, spansOf } from './template.ts';

/** A template and the types of its slots. */
interface TypedTemplate {
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly TemplateParameter[];
}

/** The type of what one template has where the joined one has a value. */
function typeWithin(text: string, types: readonly ParameterType[]): ParameterType {
  if (text === MARK) return types[0]!;
  return text.includes(MARK) ? 'string' : typeOf({ start: 0, end: text.length, kind: 'value' }, text);
}

/** The types of a template's slots as slots of a more general template. */
function typesAs(columns: readonly TemplateColumn[], template: TypedTemplate): ParameterType[] {
  const texts = template.columns.map(columnText);
  const spans = spansOf(
    columns,
    texts.map((text) => ({ text })),
  )!;
  const own = template.parameters.map(({ type }) => type);
  let nextSpan = 0;
  let nextType = 0;
  let at = 0;
  return columns.flatMap((column) => {
    const width = isMany(column) ? spans[nextSpan++]! : 1;
    const text = texts.slice(at, (at += width)).join(' ');
    const types = own.slice(nextType, (nextType += countMarks(text)));
    if (typeof column === 'string') return types;
    const before = countMarks(column.prefix);
    const after = types.length - countMarks(column.suffix);
    const within = text.slice(column.prefix.length, text.length - column.suffix.length);
    return [...types.slice(0, before), typeWithin(within, types.slice(before, after)), ...types.slice(after)];
  });
}

/**
 * The types of the slots of a union, each of which holds what all its templates have there.
 *
 * @param union.columns - They fit each of the templates.
 */
export function joinTypesOf(union: {
  readonly templates: readonly TypedTemplate[];
  readonly columns: readonly TemplateColumn[];
}): ParameterType[] {
  return union.templates
    .map((template) => typesAs(union.columns, template))
    .reduce((joined, types) => joined.map((type, slot) => joinTypes(type, types[slot]!)));
}
