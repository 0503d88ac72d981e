import type { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { measureOf } from '../../../../common/units.ts';
import { nameParameters } from './parameter_names.ts';
import type { ValueForm } from './parameter_value.ts';
import { contextsOf, measureUnitOf } from './slot_context.ts';

/**
 * Names and types the values of a template. Numbers with a unit of time or size around them are durations or sizes, and the
 * parameter says which unit; the value stays the number as the line has it.
 *
 * @param forms - Of the values of each slot, in order.
 * @example
 * describeParameters(['took', '\u0001ms'], ['integer']) // [{ name: 'duration_ms', type: 'duration', unit: 'ms' }]
 */
export function describeParameters(
  columns: readonly TemplateColumn[],
  forms: readonly ValueForm[],
): TemplateParameter[] {
  const contexts = contextsOf(columns, forms);
  return nameParameters(columns, contexts).map((name, slot) => {
    const unit = measureUnitOf(contexts[slot]!);
    return unit === undefined ? { name, type: forms[slot]! } : { name, type: measureOf(unit), unit };
  });
}
