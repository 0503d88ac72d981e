import type { ParameterValue } from '../../../../common/documents/log_document.ts';
import type { ParameterType, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import { numberOf } from '../../../../common/parameter_number.ts';
import { inBaseUnit, measureOf } from '../../../../common/units.ts';
import type { ParameterValues } from '../detector.ts';

/** What is judged of values of a type. Each moment and each id is another one: nothing is. */
const KINDS: Readonly<Record<ParameterType, ParameterValues['kind'] | undefined>> = {
  integer: 'numbers',
  float: 'numbers',
  duration: 'numbers',
  bytes: 'numbers',
  boolean: 'names',
  ip: 'names',
  path: 'names',
  url: 'names',
  string: 'names',
  uuid: undefined,
  time: undefined,
};

/** 48 bits, which a double holds exactly: of a few hundred texts no two are taken for one. */
const HASH_DIGITS = 12;

/** How the values of a parameter are judged; undefined where they are not. */
export function judgedAs({
  type,
  unit,
}: Pick<TemplateParameter, 'type' | 'unit'>): Pick<ParameterValues, 'kind' | 'measure'> | undefined {
  const kind = KINDS[type];
  return kind && { kind, ...(unit && { measure: measureOf(unit) }) };
}

/**
 * A value of a line as detectors look at it: a number in its base unit, or the hash of a text.
 *
 * @returns Undefined of what is neither.
 * @example
 * detectedValue(1.5, { type: 'duration', unit: 's' }) // 1500
 */
export function detectedValue(
  value: ParameterValue,
  { type, unit }: Pick<TemplateParameter, 'type' | 'unit'>,
): number | undefined {
  const kind = KINDS[type];
  if (kind === 'names') return Number(`0x${murmur3(String(value)).slice(0, HASH_DIGITS)}`);
  const number = kind && numberOf(value);
  return number !== undefined && unit ? inBaseUnit({ value: number, unit }) : number;
}
