import {
  type Criteria,
  EuiBasicTable,
  type EuiBasicTableColumn,
  EuiText,
  useIsWithinBreakpoints,
} from '@elastic/eui';
import { type ReactNode, useMemo } from 'react';
import type { Anomaly } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { ServiceName } from '../severity/service_name.tsx';
import { Score } from '../severity/score.tsx';
import { ShortTime } from '../time/short_time.tsx';
import { useUrlState } from '../url/url_params.ts';
import {
  type AnomalyOrder,
  type AnomalySort,
  ANOMALY_SORTS,
  firstOrderOf,
  orderOf,
  pageOf,
  sortAnomalies,
} from './anomaly_order.ts';
import { anomalyTypeText } from './anomaly_type_label.ts';
import { measuresOf } from './measures.ts';
import { inPlace, placeOf } from './place.ts';
import { Reason } from './reason.tsx';
import { lengthOf } from './span_text.ts';
import { StatusBadge } from './status_badge.tsx';

const PAGE_SIZE = 25;

/** Anomalies in rows; order and page are in the address. */
export function AnomaliesTable({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const { params, set } = useUrlState();
  const order = orderOf(params);
  const sorted = useMemo(
    () => sortAnomalies(anomalies, { sort: order.sort, order: order.order }),
    [anomalies, order.sort, order.order],
  );
  const pages = Math.max(1, Math.ceil(anomalies.length / PAGE_SIZE));
  const page = Math.min(pageOf(params), pages - 1);
  const columns = useColumns();
  const onChange = ({ sort, page: next }: Criteria<Anomaly>) => {
    const chosen = ANOMALY_SORTS.find((one) => one === sort?.field) ?? order.sort;
    const direction = chosen === order.sort ? (sort?.direction ?? order.order) : firstOrderOf(chosen);
    const isSame = chosen === order.sort && direction === order.order;
    set({ sort: chosen, order: direction, page: isSame && next ? String(next.index + 1) : undefined });
  };
  return (
    <EuiBasicTable<Anomaly>
      tableCaption={translate('logAi.anomalies.table.caption', {
        defaultMessage: 'Anomalies with scores, times, and reasons',
      })}
      compressed
      noItemsMessage={translate('logAi.anomalies.table.empty', {
        defaultMessage: 'No anomalies in the selection',
      })}
      items={sorted.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)}
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

type Column = EuiBasicTableColumn<Anomaly>;

/** A column by whose values the table can be sorted. */
function column({
  sort,
  name,
  width,
  render,
}: {
  readonly sort: AnomalySort;
  readonly name: string;
  readonly width: string;
  readonly render: (anomaly: Anomaly) => ReactNode;
}): Column {
  return {
    field: sort,
    name,
    width,
    sortable: true,
    render: (_: unknown, anomaly: Anomaly) => render(anomaly),
  };
}

/** In a narrow window what is secondary stands below what is not. */
function useColumns(): Column[] {
  const isNarrow = useIsWithinBreakpoints(['xs', 's', 'm', 'l']);
  const began = ({ event }: Anomaly) => <ShortTime time={event.start} />;
  const type = ({ anomaly }: Anomaly) => anomalyTypeText(anomaly.type);
  const took = lengthOf;
  const both = (above: ReactNode, below: string) => (
    <div css={{ minWidth: 0 }}>
      {above}
      <EuiText size="xs" color="subdued" css={{ overflowWrap: 'anywhere' }}>
        {below}
      </EuiText>
    </div>
  );
  const score = column({
    sort: 'score',
    name: translate('logAi.anomalies.table.score', { defaultMessage: 'Score' }),
    width: '72px',
    render: ({ event }) => <Score score={event.risk_score} />,
  });
  const measures = {
    name: translate('logAi.anomalies.table.measures', { defaultMessage: 'Typical → actual' }),
    width: isNarrow ? '120px' : '150px',
    render: (anomaly: Anomaly) => {
      const { typical, actual } = measuresOf(anomaly);
      return `${typical} → ${actual}`;
    },
  };
  const status = column({
    sort: 'status',
    name: translate('logAi.anomalies.table.status', { defaultMessage: 'Status' }),
    width: '92px',
    render: ({ anomaly }) => <StatusBadge status={anomaly.status} />,
  });
  if (isNarrow) {
    return [
      score,
      column({
        sort: 'start',
        name: translate('logAi.anomalies.table.started', { defaultMessage: 'Started' }),
        width: '116px',
        render: (anomaly) => both(began(anomaly), took(anomaly)),
      }),
      {
        name: translate('logAi.anomalies.table.reason', { defaultMessage: 'Reason' }),
        render: (anomaly: Anomaly) => both(<Reason anomaly={anomaly} />, inPlace(type(anomaly), anomaly)),
      },
      measures,
      status,
    ];
  }
  return [
    score,
    column({
      sort: 'start',
      name: translate('logAi.anomalies.table.started', { defaultMessage: 'Started' }),
      width: '120px',
      render: began,
    }),
    column({
      sort: 'duration',
      name: translate('logAi.anomalies.table.duration', { defaultMessage: 'Duration' }),
      width: '100px',
      render: took,
    }),
    column({
      sort: 'type',
      name: translate('logAi.anomalies.table.type', { defaultMessage: 'Type' }),
      width: '120px',
      render: type,
    }),
    column({
      sort: 'service',
      name: translate('logAi.anomalies.table.service', { defaultMessage: 'Service' }),
      width: '140px',
      render: (anomaly) => <ServiceName name={placeOf(anomaly)} />,
    }),
    {
      name: translate('logAi.anomalies.table.reason', { defaultMessage: 'Reason' }),
      render: (anomaly: Anomaly) => <Reason anomaly={anomaly} />,
    },
    measures,
    status,
  ];
}
