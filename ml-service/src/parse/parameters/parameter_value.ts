import { LETTER_F, LETTER_T, NINE, ZERO } from '../../../../common/characters.ts';
import type { ParameterValue } from '../../../../common/documents/log_document.ts';
import type { ParameterType } from '../../../../common/documents/template_document.ts';
import { numberFormOf } from '../../../../common/parameter_number.ts';
import type { Measure } from '../../../../common/units.ts';
import type { Slot } from '../template/template.ts';

/**
 * What the text of a value looks like: the type of a parameter but for what its template tells, by a unit around the value.
 */
export type ValueForm = Exclude<ParameterType, Measure>;

/** The form of the values of a parameter; of numbers with a unit it is not known whether all are whole. */
export const formOf = (type: ParameterType): ValueForm =>
  type === 'duration' || type === 'bytes' ? 'float' : type;

/** Whether the number is printed as this very text, in which case of it nothing is lost. */
function isAsPrinted(text: string, form: 'integer' | 'float'): boolean {
  if (form === 'integer') return text !== '-0';
  // What is smaller than a millionth is printed with an exponent.
  if (text.startsWith('0.000000') || text.startsWith('-0.000000')) return false;
  return text.charCodeAt(text.length - 1) !== ZERO;
}

/**
 * The typed value of a text, which `String` of it always gives back: a number where it is printed as exactly this text
 * (so not `1.50`, `007`, `-0`, nor more than 15 characters), `true` and `false`, else the text itself. The Painless twin
 * is `valueOf` in assets/pipelines.
 *
 * @example
 * valueOf('30000') // 30000
 * valueOf('0042') // '0042'
 * valueOf('1.50') // '1.50', though the parameter is a float: see formOfValue
 */
export function valueOf(text: string): ParameterValue {
  const first = text.charCodeAt(0);
  // Most values that are no numbers begin with a letter: they are looked at no further.
  if (first === LETTER_T || first === LETTER_F)
    return text === 'true' ? true : text === 'false' ? false : text;
  if (first > NINE) return text;
  const form = numberFormOf(text);
  return form !== undefined && isAsPrinted(text, form) ? Number(text) : text;
}

/** The form of a slot's value: `1.50` has that of a float, although as a value it stays text. */
export function formOfValue(slot: Slot, text: string): ValueForm {
  if (text === 'true' || text === 'false') return 'boolean';
  const form = numberFormOf(text);
  if (form !== undefined) return form;
  switch (slot.kind) {
    case 'ip':
    case 'uuid':
    case 'path':
    case 'url':
    case 'time':
      return slot.kind;
    default:
      return 'string';
  }
}

/** The form that both have. */
export function joinForms(a: ValueForm, b: ValueForm): ValueForm {
  if (a === b) return a;
  const isNumber = (form: ValueForm) => form === 'integer' || form === 'float';
  return isNumber(a) && isNumber(b) ? 'float' : 'string';
}
