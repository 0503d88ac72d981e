import type { TemplateColumn } from '../../../../../common/documents/template_document.ts';
import { isValueColumn } from '../../template/template.ts';

/**
 * Whether a column says the same in all lines and is more than values: what lines have in common counts by these.
 *
 * @example
 * isWordColumn('user=\u0001') // true
 * isWordColumn('\u0001ms') // false
 */
export function isWordColumn(column: TemplateColumn): column is string {
  return typeof column === 'string' && !isValueColumn(column);
}
