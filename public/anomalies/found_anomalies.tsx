import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { useEffect, useMemo, useState } from 'react';
import type { AnomaliesResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useUrlState } from '../url/url_params.ts';
import { AnomaliesTable } from './anomalies_table.tsx';
import type { AnomalyFilters } from './anomaly_filters.ts';
import { anomaliesIn, type CellSelection, formatCell, parseCell } from './cell_selection.ts';
import { laneLabelOf } from './lane_label.ts';
import { SelectionBar } from './selection_bar.tsx';
import { spanText } from './span_text.ts';
import type { LaneKind } from './swimlane.ts';
import { SwimlanePanel } from './swimlane_panel.tsx';
import { MINUTE_MS } from '../../common/minutes.ts';

/** All is counted by the minute. */
/** Turns true once what was rendered first is on the screen: the swimlane need not wait for the table below it. */
function useIsPainted(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isPainted;
}

/** The swimlane, and the table of what is selected in it. */
export function FoundAnomalies({
  found: { anomalies, total },
  filters,
}: {
  readonly found: AnomaliesResponse;
  readonly filters: AnomalyFilters;
}) {
  const { params, set } = useUrlState();
  const by: LaneKind = params.lanes === 'type' ? 'type' : 'service';
  const selection = useMemo(() => parseCell(params.cell), [params.cell]);
  const isPainted = useIsPainted();
  // What is expected does not count as wrong, unless it is what somebody asks for.
  const painted = useMemo(
    () =>
      filters.status === 'expected'
        ? anomalies
        : anomalies.filter(({ anomaly }) => anomaly.status !== 'expected'),
    [anomalies, filters.status],
  );
  const listed = useMemo(
    () => (selection ? anomaliesIn({ anomalies: painted, by, selection }) : anomalies),
    [anomalies, painted, by, selection],
  );
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
            title={translate('logAi.anomalies.found.truncated', {
              defaultMessage:
                'Showing the newest {shown} of {total} anomalies. Narrow the time range or the filters to see others.',
              values: { shown: formatCount(anomalies.length), total: formatCount(total) },
            })}
          />
          <EuiSpacer size="m" />
        </>
      )}
      <SwimlanePanel
        anomalies={painted}
        expected={anomalies.length - painted.length}
        by={by}
        onBy={(lanes) => set({ lanes, cell: undefined, page: undefined })}
        selection={selection}
        onSelect={onSelect}
      />
      <EuiSpacer size="m" />
      <Panel
        title={translate('logAi.anomalies.found.title', { defaultMessage: 'Anomalies' })}
        note={translate('logAi.anomalies.found.count', {
          defaultMessage: '{count, plural, one {# anomaly} other {# anomalies}}',
          values: { count: listed.length },
        })}
      >
        {selection && <Selected selection={selection} by={by} />}
        {isPainted && <AnomaliesTable anomalies={listed} />}
      </Panel>
    </>
  );
}

function Selected({ selection, by }: { readonly selection: CellSelection; readonly by: LaneKind }) {
  const { set } = useUrlState();
  const format = useTimeFormat();
  const { lane, from, to } = selection;
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
      label={laneLabelOf({ name: lane, by })}
      time={spanText(format.short(from), format.short(to))}
      onZoom={to - from > MINUTE_MS ? zoom : undefined}
      onClear={() => set({ cell: undefined, page: undefined })}
    />
  );
}
