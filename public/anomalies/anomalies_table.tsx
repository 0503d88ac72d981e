import {
  type Criteria,
  EuiBasicTable,
  type EuiBasicTableColumn,
  EuiLink,
  EuiText,
  useIsWithinBreakpoints,
} from '@elastic/eui';
import type { Anomaly } from '../../common/api.ts';
import { Score } from '../severity/score.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useUrlState } from '../url/url_params.ts';
import { isPlainClick } from '../url/view_link.tsx';
import { type AnomalyOrder, ANOMALY_SORTS, orderOf, pageOf, sortAnomalies } from './anomaly_order.ts';
import { ANOMALY_TYPE_LABELS } from './anomaly_type_label.ts';
import { measuresOf } from './measures.ts';
import { lengthText } from './span_text.ts';
import { StatusBadge } from './status_badge.tsx';

const PAGE_SIZE = 25;

/** Anomalies in rows; order and page are in the address. */
export function AnomaliesTable({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const { params, set } = useUrlState();
  const order = orderOf(params);
  const pages = Math.max(1, Math.ceil(anomalies.length / PAGE_SIZE));
  const page = Math.min(pageOf(params), pages - 1);
  const columns = useColumns();
  const onChange = ({ sort, page: next }: Criteria<Anomaly>) => {
    const chosen = ANOMALY_SORTS.find((one) => one === sort?.field) ?? order.sort;
    const direction = sort?.direction ?? order.order;
    const isSame = chosen === order.sort && direction === order.order;
    set({ sort: chosen, order: direction, page: isSame && next ? String(next.index + 1) : undefined });
  };
  return (
    <EuiBasicTable<Anomaly>
      tableCaption="Anomalies with their scores, times and reasons"
      items={sortAnomalies(anomalies, order).slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)}
      itemId={({ event }) => event.id}
      columns={columns}
      sorting={{ sort: sortingOf(order) }}
      {...(pages > 1 && {
        pagination: {
          pageIndex: page,
          pageSize: PAGE_SIZE,
          totalItemCount: anomalies.length,
          showPerPageOptions: false,
        },
      })}
      onChange={onChange}
    />
  );
}

/** The table knows its columns by the names that the address has for them. */
function sortingOf({ sort, order }: AnomalyOrder) {
  return { field: sort as keyof Anomaly, direction: order };
}

function useColumns(): EuiBasicTableColumn<Anomaly>[] {
  const isNarrow = useIsWithinBreakpoints(['xs', 's', 'm', 'l']);
  const format = useTimeFormat();
  const column = (sort: (typeof ANOMALY_SORTS)[number]) => ({ field: sort, sortable: true });
  return [
    {
      ...column('score'),
      name: 'Score',
      width: '76px',
      render: (_: unknown, { event }: Anomaly) => <Score score={event.risk_score} />,
    },
    {
      ...column('start'),
      name: 'Began',
      width: isNarrow ? '116px' : '136px',
      render: (_: unknown, { event }: Anomaly) => (
        <span title={format.full(event.start)}>{format.short(event.start)}</span>
      ),
    },
    {
      ...column('duration'),
      name: 'Took',
      width: '84px',
      render: (_: unknown, { event, is_interim }: Anomaly) => (
        <span title={is_interim ? 'So far: it is still active' : format.full(event.end)}>
          {lengthText(event)}
          {is_interim && (
            <EuiText size="xs" color="subdued">
              so far
            </EuiText>
          )}
        </span>
      ),
    },
    ...(isNarrow ? [] : [typeColumn(column('type'))]),
    {
      ...column('service'),
      name: isNarrow ? 'Service, type' : 'Service',
      width: isNarrow ? '120px' : '150px',
      render: (_: unknown, { service, anomaly }: Anomaly) => (
        <span css={{ overflowWrap: 'anywhere' }}>
          {service.name}
          {isNarrow && (
            <EuiText size="xs" color="subdued">
              {ANOMALY_TYPE_LABELS[anomaly.type]}
            </EuiText>
          )}
        </span>
      ),
    },
    {
      name: 'Reason',
      render: (anomaly: Anomaly) => <Reason anomaly={anomaly} />,
    },
    {
      name: 'Typical → actual',
      width: isNarrow ? '112px' : '150px',
      render: (anomaly: Anomaly) => {
        const { typical, actual } = measuresOf(anomaly);
        return `${typical} → ${actual}`;
      },
    },
    {
      ...column('status'),
      name: 'Status',
      width: '92px',
      render: (_: unknown, { anomaly }: Anomaly) => <StatusBadge status={anomaly.status} />,
    },
  ];
}

function typeColumn(column: { readonly field: string; readonly sortable: boolean }) {
  return {
    ...column,
    name: 'Type',
    width: '120px',
    render: (_: unknown, { anomaly }: Anomaly) => ANOMALY_TYPE_LABELS[anomaly.type],
  };
}

/** Opens the anomaly over the view that is there. */
function Reason({ anomaly: { event } }: { readonly anomaly: Anomaly }) {
  const { set, hrefOf } = useUrlState();
  return (
    <EuiLink
      href={hrefOf('anomalies', { anomaly: event.id })}
      title={event.reason}
      css={{
        display: '-webkit-box',
        WebkitBoxOrient: 'vertical',
        WebkitLineClamp: 2,
        overflow: 'hidden',
        overflowWrap: 'anywhere',
      }}
      onClick={(click: React.MouseEvent) => {
        if (!isPlainClick(click)) return;
        click.preventDefault();
        set({ anomaly: event.id });
      }}
    >
      {event.reason}
    </EuiLink>
  );
}
