import { EuiButton, EuiCallOut, EuiSpacer } from '@elastic/eui';
import { useMemo } from 'react';
import { type AnomaliesResponse, API_LIMITS } from '../../common/api.ts';
import { AnomalyType } from '../../common/documents/anomaly_document.ts';
import { useAnswer } from '../api/use_answer.ts';
import { countOf, formatCount } from '../charts/format_number.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { AnomaliesTable } from './anomalies_table.tsx';
import { type AnomalyFilters, filtersOf, isFiltered, NO_FILTERS } from './anomaly_filters.ts';
import { ANOMALY_TYPE_LABELS } from './anomaly_type_label.ts';
import { anomaliesIn, type CellSelection, formatCell, parseCell } from './cell_selection.ts';
import { FilterBar } from './filter_bar.tsx';
import { NothingAbnormal } from './nothing_abnormal.tsx';
import { SelectionBar } from './selection_bar.tsx';
import { spanText } from './span_text.ts';
import type { LaneKind } from './swimlane.ts';
import { SwimlanePanel } from './swimlane_panel.tsx';

/** All is counted by the minute. */
const MINUTE = 60_000;

/** What was abnormal: when and where, and why. */
export function AnomaliesView() {
  const { params, set } = useUrlState();
  const { range } = useTime();
  const filters = useMemo(() => filtersOf(params), [params]);
  const anomalies = useAnswer('anomalies', { query: queryOf(filters, range) });
  const services = useServicesOf(range);
  return (
    <>
      <FilterBar filters={filters} services={services} onChange={set} />
      <EuiSpacer size="m" />
      <Answered answer={anomalies}>
        {(data) => (data.total === 0 ? <NoAnomalies filters={filters} /> : <Found found={data} />)}
      </Answered>
    </>
  );
}

function queryOf(
  { service, type, status, score }: AnomalyFilters,
  range: { readonly from: string; readonly to: string },
) {
  return {
    ...range,
    size: API_LIMITS.page,
    ...(service !== undefined && { service }),
    ...(type && { type }),
    ...(status && { status }),
    ...(score > 0 && { min_risk: score }),
  };
}

/** Services with lines in this time: those that have anomalies are among them, whatever is filtered by. */
function useServicesOf(range: { readonly from: string; readonly to: string }): readonly string[] {
  const { data } = useAnswer('counts', { query: { ...range, split: ['service'], buckets: 1 } });
  return useMemo(
    () => (data?.series ?? []).flatMap(({ service }) => service ?? []).sort((a, b) => (a < b ? -1 : 1)),
    [data],
  );
}

function NoAnomalies({ filters }: { readonly filters: AnomalyFilters }) {
  const { set } = useUrlState();
  if (!isFiltered(filters)) return <NothingAbnormal />;
  return (
    <Nothing
      title="No anomaly matches the filters"
      iconType="filter"
      actions={
        <EuiButton size="s" onClick={() => set(NO_FILTERS)}>
          Clear filters
        </EuiButton>
      }
    >
      Without them, or over a longer time, there may be some.
    </Nothing>
  );
}

/** The swimlane, and the table of what is selected in it. */
function Found({ found: { anomalies, total } }: { readonly found: AnomaliesResponse }) {
  const { params, set } = useUrlState();
  const by: LaneKind = params.lanes === 'type' ? 'type' : 'service';
  const selection = useMemo(() => parseCell(params.cell), [params.cell]);
  const listed = useMemo(() => anomaliesIn({ anomalies, by, selection }), [anomalies, by, selection]);
  const onSelect = (cell: CellSelection) => {
    const chosen = formatCell(cell);
    // A second click on the same cell takes it back.
    set({ cell: chosen === params.cell ? undefined : chosen, page: undefined });
  };
  return (
    <>
      {anomalies.length < total && (
        <>
          <EuiCallOut
            size="s"
            iconType="iInCircle"
            title={`The newest ${formatCount(anomalies.length)} of ${formatCount(total)} are shown: narrow the time range or the filters`}
          />
          <EuiSpacer size="m" />
        </>
      )}
      <SwimlanePanel
        anomalies={anomalies}
        by={by}
        onBy={(lanes) => set({ lanes, cell: undefined, page: undefined })}
        selection={selection}
        onSelect={onSelect}
      />
      <EuiSpacer size="m" />
      <Panel title="Anomalies" note={countOf(listed.length, 'anomaly', 'anomalies')}>
        {selection && <Selected selection={selection} by={by} />}
        <AnomaliesTable anomalies={listed} />
      </Panel>
    </>
  );
}

function Selected({ selection, by }: { readonly selection: CellSelection; readonly by: LaneKind }) {
  const { set } = useUrlState();
  const format = useTimeFormat();
  const { lane, from, to } = selection;
  const type = AnomalyType.safeParse(lane).data;
  const zoom = () =>
    set({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      [by]: lane,
      cell: undefined,
      page: undefined,
    });
  return (
    <SelectionBar
      label={by === 'type' && type ? ANOMALY_TYPE_LABELS[type] : lane}
      time={spanText(format.short(from), format.short(to))}
      onZoom={to - from > MINUTE ? zoom : undefined}
      onClear={() => set({ cell: undefined, page: undefined })}
    />
  );
}
