import { type Criteria, EuiBasicTable, type EuiBasicTableColumn, EuiText } from '@elastic/eui';
import { useMemo, useState } from 'react';
import { compareText } from '../../common/compare_text.ts';
import type { CallNumbers, ServiceEdge } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { ServiceName } from '../severity/service_name.tsx';
import { failuresText, meanText, outsideText } from './call_words.ts';
import { edgeKey } from './shown_map.ts';

const PAGE_SIZE = 10;

/** A row with what it is sorted by. */
interface CallRow {
  readonly id: string;
  readonly edge: ServiceEdge;
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
  readonly failures: number;
  readonly mean_ms: number;
  readonly retries: number;
}

const SORTED_BY = ['caller', 'callee', 'calls', 'failures', 'mean_ms', 'retries'] as const;

interface Order {
  readonly field: (typeof SORTED_BY)[number];
  readonly direction: 'asc' | 'desc';
}

/** The calls that the map shows as a table, those with the most failures first. */
export function CallsTable({
  edges,
  before_known,
}: {
  readonly edges: readonly ServiceEdge[];
  /** Whether anything is known of the period before. */
  readonly before_known: boolean;
}) {
  const rows = useMemo(
    () =>
      edges
        .map((edge): CallRow => {
          const { caller = outsideText(), callee, calls, failures, mean_ms = 0, retries } = edge;
          return { id: edgeKey(edge), edge, caller, callee, calls, failures, mean_ms, retries };
        })
        .sort((a, b) => b.calls - a.calls),
    [edges],
  );
  const [order, setOrder] = useState<Order>({ field: 'failures', direction: 'desc' });
  const [turned, setPage] = useState(0);
  const page = Math.min(turned, Math.max(0, Math.ceil(rows.length / PAGE_SIZE) - 1));
  const sorted = useMemo(() => rows.toSorted(comparing(order)), [rows, order]);
  const number = (
    field: Exclude<Order['field'], 'caller' | 'callee'>,
    name: string,
    textOf: (numbers: CallNumbers) => string,
  ): EuiBasicTableColumn<CallRow> => ({
    field,
    name,
    width: '130px',
    align: 'right',
    sortable: true,
    render: (_: number, { edge }: CallRow) => (
      <div>
        {textOf(edge)}
        {before_known && (
          <EuiText size="xs" color="subdued">
            {translate('logAi.serviceMap.table.before', {
              defaultMessage: 'before: {numbers}',
              values: { numbers: edge.before ? textOf(edge.before) : '–' },
            })}
          </EuiText>
        )}
      </div>
    ),
  });
  return (
    <EuiBasicTable<CallRow>
      tableCaption={translate('logAi.serviceMap.table.caption', {
        defaultMessage: 'Calls between services',
      })}
      data-test-subj={TEST_IDS.serviceCalls}
      compressed
      items={sorted.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)}
      itemId="id"
      columns={[
        {
          field: 'caller',
          name: translate('logAi.serviceMap.table.caller', { defaultMessage: 'Caller' }),
          sortable: true,
          render: (caller: string) => <ServiceName name={caller} />,
        },
        {
          field: 'callee',
          name: translate('logAi.serviceMap.table.callee', { defaultMessage: 'Called service' }),
          sortable: true,
          render: (callee: string) => <ServiceName name={callee} />,
        },
        number('calls', translate('logAi.serviceMap.calls', { defaultMessage: 'Calls' }), ({ calls }) =>
          formatCount(calls),
        ),
        number('failures', translate('logAi.serviceMap.failed', { defaultMessage: 'Failed' }), failuresText),
        number('mean_ms', translate('logAi.serviceMap.mean', { defaultMessage: 'Mean duration' }), meanText),
        number(
          'retries',
          translate('logAi.serviceMap.retries', { defaultMessage: 'Retries' }),
          ({ retries }) => formatCount(retries),
        ),
      ]}
      sorting={{ sort: order }}
      {...(rows.length > PAGE_SIZE && {
        pagination: {
          pageIndex: page,
          pageSize: PAGE_SIZE,
          totalItemCount: rows.length,
          showPerPageOptions: false,
        },
      })}
      onChange={({ page: turned, sort: by }: Criteria<CallRow>) => {
        const field = SORTED_BY.find((one) => one === by?.field);
        if (by && field) setOrder({ field, direction: by.direction });
        setPage(turned?.index ?? 0);
      }}
    />
  );
}

/** Where they are equal, as they stand. */
function comparing({ field, direction }: Order) {
  const sign = direction === 'asc' ? 1 : -1;
  return (a: CallRow, b: CallRow) =>
    sign * (field === 'caller' || field === 'callee' ? compareText(a[field], b[field]) : a[field] - b[field]);
}
