import type { ParameterValue } from '../../../common/documents/log_document.ts';
import type { ParameterType } from '../../../common/documents/template_document.ts';
import type { Slot } from './template.ts';

/** More digits than a double holds exactly stay text. */
export const MAX_NUMBER_LENGTH = 15;
const LETTER_F = 102;
const LETTER_T = 116;
const DIGIT_NINE = 57;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * The typed value of a text: numbers that a double holds exactly and that carry no leading zero, `true` and `false`,
 * else the text itself. The Painless twin is `valueOf` in assets/pipelines.
 *
 * @example
 * valueOf('30000') // 30000
 * valueOf('0042') // '0042'
 */
export function valueOf(text: string): ParameterValue {
  const first = text.charCodeAt(0);
  // Most values that are no numbers begin with a letter: the pattern is not asked about them.
  if (first === LETTER_T || first === LETTER_F)
    return text === 'true' ? true : text === 'false' ? false : text;
  if (first > DIGIT_NINE || text.length > MAX_NUMBER_LENGTH) return text;
  if (!NUMBER.test(text)) return text;
  const number = Number(text);
  // Java's integers and JSON know no -0: it stays text, so that all sides say the same.
  return Object.is(number, -0) ? text : number;
}

/** The type of a slot's value. */
export function typeOf(slot: Slot, text: string): ParameterType {
  const value = valueOf(text);
  if (typeof value === 'number') return Number.isInteger(value) && !text.includes('.') ? 'integer' : 'float';
  if (typeof value === 'boolean') return 'boolean';
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

/** The type that holds both. */
export function joinTypes(a: ParameterType, b: ParameterType): ParameterType {
  if (a === b) return a;
  const isNumber = (type: ParameterType) => type === 'integer' || type === 'float';
  return isNumber(a) && isNumber(b) ? 'float' : 'string';
}
