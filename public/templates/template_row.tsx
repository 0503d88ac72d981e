import { EuiTableRow, EuiTableRowCell } from '@elastic/eui';
import { memo } from 'react';
import type { TemplateRowProps } from './template_columns.tsx';

/** Every answer holds new objects for what may be the same template. */
function isSameRow(a: TemplateRowProps, b: TemplateRowProps): boolean {
  return (
    a.template.id === b.template.id &&
    a.template.updated === b.template.updated &&
    a.template.line_count === b.template.line_count &&
    a.trend === b.trend &&
    a.isNew === b.isNew &&
    a.format === b.format &&
    a.columns === b.columns &&
    a.open === b.open &&
    a.hrefOf(a.template.id) === b.hrefOf(b.template.id)
  );
}

/** A template in the table. Memoised: while somebody types, what stays is not drawn again. */
export const TemplateRow = memo(function TemplateRow(row: TemplateRowProps) {
  return (
    <EuiTableRow>
      {row.columns.map(({ id, name, align, render }) => (
        <EuiTableRowCell
          key={id}
          {...(align && { align })}
          textOnly={false}
          mobileOptions={{ header: name() }}
        >
          {render(row)}
        </EuiTableRowCell>
      ))}
    </EuiTableRow>
  );
}, isSameRow);
