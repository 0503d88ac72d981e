import type {
  ParameterType,
  TemplateColumn,
  TemplateParameter,
} from '../../../common/documents/template_document.ts';
import { MARK } from './masked_line.ts';
import { joinTypes, typeOf } from './parameter_value.ts';
import { columnText } from './template.ts';

/** A template and the types of its slots. */
interface TypedTemplate {
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly TemplateParameter[];
}

const marksIn = (text: string) => text.split(MARK).length - 1;

/** The type of what one template has where the joined one has a value. */
function typeWithin(text: string, types: readonly ParameterType[]): ParameterType {
  if (text === MARK) return types[0]!;
  return text.includes(MARK) ? 'string' : typeOf({ start: 0, end: text.length, kind: 'value' }, text);
}

/** The types of a template's slots as slots of a more general template. */
function typesAs(columns: readonly TemplateColumn[], template: TypedTemplate): ParameterType[] {
  const own = template.parameters.map(({ type }) => type);
  let next = 0;
  return columns.flatMap((column, place) => {
    const text = columnText(template.columns[place]!);
    const types = own.slice(next, (next += marksIn(text)));
    if (typeof column === 'string') return types;
    const before = marksIn(column.prefix);
    const after = types.length - marksIn(column.suffix);
    const within = text.slice(column.prefix.length, text.length - column.suffix.length);
    return [...types.slice(0, before), typeWithin(within, types.slice(before, after)), ...types.slice(after)];
  });
}

/**
 * The types of the slots of a union, each of which holds what all its templates have there.
 *
 * @param union.columns - As many as each of the templates has.
 */
export function joinTypesOf(union: {
  readonly templates: readonly TypedTemplate[];
  readonly columns: readonly TemplateColumn[];
}): ParameterType[] {
  return union.templates
    .map((template) => typesAs(union.columns, template))
    .reduce((joined, types) => joined.map((type, slot) => joinTypes(type, types[slot]!)));
}
