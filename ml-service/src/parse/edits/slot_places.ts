import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { MARK } from '../masks/masked_line.ts';
import { columnText } from '../template/template.ts';

/** Where a slot stands: its column, and which of the column's slots it is. */
export interface SlotPlace {
  readonly column: number;
  readonly index: number;
}

/** The places of a template's slots, in order. They outlast generalisation better than names do. */
export function slotPlaces(columns: readonly TemplateColumn[]): SlotPlace[] {
  return columns.flatMap((column, at) =>
    Array.from({ length: columnText(column).split(MARK).length - 1 }, (_, index) => ({ column: at, index })),
  );
}

/**
 * The columns with texts in place of some slots, by number.
 *
 * @example
 * withSlotsAs(['status', { prefix: '', suffix: ',' }], new Map([[0, '500']])) // ['status', '500,']
 */
export function withSlotsAs(
  columns: readonly TemplateColumn[],
  fixed: ReadonlyMap<number, string>,
): TemplateColumn[] {
  let slot = 0;
  const fill = (text: string) =>
    text.replaceAll(MARK, () => {
      const value = fixed.get(slot) ?? MARK;
      slot += 1;
      return value;
    });
  return columns.map((column) => {
    if (typeof column === 'string') return fill(column);
    const prefix = fill(column.prefix);
    const value = fixed.get(slot);
    slot += 1;
    const suffix = fill(column.suffix);
    return value === undefined ? { ...column, prefix, suffix } : `${prefix}${value}${suffix}`;
  });
}
