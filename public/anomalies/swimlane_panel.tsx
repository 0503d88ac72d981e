import { EuiButtonEmpty, EuiButtonGroup, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { Anomaly } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat, utcOffsetOf } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import type { CellSelection } from './cell_selection.ts';
import { laneLabelOf } from './lane_label.ts';
import { SeverityLegend } from './severity_legend.tsx';
import { spanText } from './span_text.ts';
import { type LaneKind, swimlane } from './swimlane.ts';
import { SwimlaneGrid } from './swimlane_grid.tsx';
import { timeBuckets } from '../../common/time_buckets.ts';
import { momentTicks } from '../../common/axis_ticks.ts';

/** An hour in minutes; narrower cells could hardly be hit. */
const MOST_BUCKETS = 61;
const MOST_TICKS = 9;
/** More lanes than these push the table out of sight. */
const LANES_SHOWN = 12;

/** The chosen time in buckets, round in the zone of the page, with their times to be read. */
function useTimeAxis() {
  const { range } = useTime();
  const format = useTimeFormat();
  return useMemo(() => {
    const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
    // Where clocks change within the range, the hours after it are whole in the zone as it was before.
    const utc_offset_ms = utcOffsetOf(from, format.zone);
    const buckets = timeBuckets({ from, to, most: MOST_BUCKETS, utc_offset_ms });
    const { start, interval_ms, size } = buckets;
    const times = Array.from({ length: size }, (_, bucket) => {
      const begin = start + bucket * interval_ms;
      return spanText(format.short(begin), format.short(begin + interval_ms));
    });
    return { buckets, times, ticks: momentTicks({ buckets, most: MOST_TICKS, utc_offset_ms }) };
  }, [range, format]);
}

/**
 * When and where it was abnormal, and how badly.
 *
 * @param expected - How many more there are that are nothing to worry about.
 */
export function SwimlanePanel({
  anomalies,
  expected,
  by,
  onBy,
  selection,
  onSelect,
}: {
  readonly anomalies: readonly Anomaly[];
  readonly expected: number;
  readonly by: LaneKind;
  readonly onBy: (by: LaneKind) => void;
  readonly selection: CellSelection | undefined;
  readonly onSelect: (cell: CellSelection) => void;
}) {
  const format = useTimeFormat();
  const { buckets, times, ticks } = useTimeAxis();
  const lanes = useMemo(() => swimlane({ anomalies, by, buckets }), [anomalies, by, buckets]);
  const [isWhole, setWhole] = useState(false);
  const shown = useMemo(() => (isWhole ? lanes : lanes.slice(0, LANES_SHOWN)), [isWhole, lanes]);
  return (
    <Panel
      title={translate('logAi.anomalies.swimlane.title', { defaultMessage: 'Anomaly timeline' })}
      note={
        expected > 0
          ? translate('logAi.anomalies.swimlane.noteWithExpected', {
              defaultMessage:
                'highest score per interval, most severe lane first; {count} expected not shown',
              values: { count: formatCount(expected) },
            })
          : translate('logAi.anomalies.swimlane.note', {
              defaultMessage: 'highest score per interval, most severe lane first',
            })
      }
      action={
        <EuiButtonGroup
          legend={translate('logAi.anomalies.swimlane.lanesBy', { defaultMessage: 'Lanes by' })}
          buttonSize="compressed"
          idSelected={by}
          options={[
            {
              id: 'service',
              label: translate('logAi.anomalies.swimlane.byService', { defaultMessage: 'By service' }),
            },
            {
              id: 'type',
              label: translate('logAi.anomalies.swimlane.byType', { defaultMessage: 'By type' }),
            },
          ]}
          onChange={(id) => onBy(id as LaneKind)}
        />
      }
    >
      {lanes.length === 0 ? (
        <EuiText size="s" color="subdued">
          <p>
            {translate('logAi.anomalies.swimlane.allExpected', {
              defaultMessage: 'All anomalies in this time range are expected.',
            })}
          </p>
        </EuiText>
      ) : (
        <SwimlaneGrid
          lanes={shown}
          labelOf={(name) => laneLabelOf({ name, by })}
          buckets={buckets}
          times={times}
          ticks={ticks}
          tickText={({ time, is_day }) => (is_day ? format.day(time) : format.clock(time))}
          selection={selection}
          onSelect={onSelect}
          label={translate('logAi.anomalies.swimlane.label', {
            defaultMessage:
              '{by, select, type {Anomalies by type over time} other {Anomalies by service over time}}',
            values: { by },
          })}
        />
      )}
      <EuiSpacer size="s" />
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem>
          <SeverityLegend />
        </EuiFlexItem>
        {lanes.length > LANES_SHOWN && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="xs"
              iconType={isWhole ? 'arrowUp' : 'arrowDown'}
              onClick={() => setWhole(!isWhole)}
            >
              {isWhole
                ? translate('logAi.anomalies.swimlane.showFew', {
                    defaultMessage: 'Show the {count} most severe lanes',
                    values: { count: LANES_SHOWN },
                  })
                : translate('logAi.anomalies.swimlane.showAll', {
                    defaultMessage: 'Show all {count} lanes',
                    values: { count: lanes.length },
                  })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </Panel>
  );
}
