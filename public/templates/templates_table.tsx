import {
  EuiScreenReaderOnly,
  EuiTable,
  EuiTableBody,
  EuiTableHeader,
  EuiTableHeaderCell,
  useIsWithinMaxBreakpoint,
} from '@elastic/eui';
import { memo, useMemo } from 'react';
import type { Template, TemplateSort } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { useTimeFormat } from '../time/format_time.ts';
import type { TimeRange } from '../time/time_selection.ts';
import type { UrlPatch } from '../url/url_params.ts';
import { COLUMNS, NARROW_COLUMNS, type TemplateColumn } from './template_columns.tsx';
import { TemplateRow } from './template_row.tsx';
import type { Trends } from './use_trends.ts';

interface Order {
  readonly sort: TemplateSort;
  readonly order: 'asc' | 'desc';
  readonly set: (patch: UrlPatch) => void;
}

const Header = memo(function Header({
  columns,
  sort,
  order,
  set,
}: Order & { readonly columns: readonly TemplateColumn[] }) {
  const sortBy = (field: TemplateSort) =>
    set({ sort: field, order: field === sort && order === 'desc' ? 'asc' : 'desc', page: undefined });
  return (
    <EuiTableHeader>
      {columns.map(({ id, name, width, align, sort: field }) => (
        <EuiTableHeaderCell
          key={id}
          {...(width !== undefined && { width })}
          {...(align && { align })}
          {...(field && {
            onSort: () => sortBy(field),
            isSorted: field === sort,
            isSortAscending: order === 'asc',
          })}
        >
          {name()}
        </EuiTableHeaderCell>
      ))}
    </EuiTableHeader>
  );
});

/**
 * A page of templates. It is not an `EuiBasicTable`, which draws every cell again with every answer: a letter typed must
 * be answered within 100 ms.
 */
export const TemplatesTable = memo(function TemplatesTable({
  templates,
  trends,
  range,
  hrefOf,
  open,
  ...order
}: Order & {
  readonly templates: readonly Template[];
  readonly trends: Trends;
  readonly range: TimeRange;
  readonly hrefOf: (id: string) => string;
  readonly open: (id: string) => void;
}) {
  const format = useTimeFormat();
  const columns = useIsWithinMaxBreakpoint('l') ? NARROW_COLUMNS : COLUMNS;
  const [from, to] = useMemo(() => [Date.parse(range.from), Date.parse(range.to)], [range]);
  const isNew = ({ first_seen }: Template) => from <= Date.parse(first_seen) && Date.parse(first_seen) < to;
  return (
    <EuiTable
      css={{
        // One style for the links of all rows.
        '& td a': { display: 'block', width: '100%', color: 'inherit' },
        '& td a:hover, & td a:focus-visible': { textDecoration: 'underline' },
      }}
      data-test-subj={TEST_IDS.templates}
    >
      <EuiScreenReaderOnly>
        <caption>{translate('logAi.templates.table.caption', { defaultMessage: 'Templates' })}</caption>
      </EuiScreenReaderOnly>
      <Header columns={columns} {...order} />
      <EuiTableBody>
        {templates.map((template, place) => (
          <TemplateRow
            // Not the template's id: a search that finds others gives them the rows that are there, and what the browser
            // has to make, to style and to lay out anew is their texts alone.
            key={place}
            template={template}
            trend={trends.of(template.id)}
            known={trends.known}
            isNew={isNew(template)}
            {...{ format, columns, hrefOf, open }}
          />
        ))}
      </EuiTableBody>
    </EuiTable>
  );
});
