import { Axis, Chart, HistogramBarSeries, Position, ScaleType, Settings, Tooltip } from '@elastic/charts';
import { EuiText } from '@elastic/eui';
import type { CountsResponse } from '../../common/api.ts';
import { translate, getLocale } from '../kibana/i18n.ts';
import { useLevelColors } from '../severity/level_colors.ts';
import { LEVEL_GROUP_NAMES, LEVEL_GROUPS, type LevelGroup } from '../severity/level_groups.ts';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import { useChartTheme } from './chart_theme.ts';
import { formatCompact } from '../quantities/format_quantity.ts';
import { isSpiky } from './is_spiky.ts';
import { barHeights, pointsByLevel } from './points_by_level.ts';
import { wholeBuckets } from './whole_buckets.ts';
import { usePainted } from './use_painted.ts';
import { DAY_MS } from '../../common/minutes.ts';

/** As wide as the longest name of a group: by default a narrow chart has no room for the third. */
const LEGEND = { legend: { verticalWidth: 110 } };

interface LevelChartProps {
  readonly counts: CountsResponse;
  readonly height: number;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly groups?: readonly LevelGroup[];
}

/**
 * Lines over time, stacked by level. Dragging over it chooses the time of the page.
 *
 * @param groups - The levels that are shown; all by default.
 */
export function LevelChart(props: LevelChartProps) {
  return usePainted() ? <DrawnChart {...props} /> : <div css={{ height: props.height }} />;
}

function DrawnChart({ counts: all, height, label, groups = LEVEL_GROUPS }: LevelChartProps) {
  const baseTheme = useChartTheme();
  const colors = useLevelColors();
  const { select, range } = useTime();
  const counts = wholeBuckets(all, range.to);
  const format = useTimeFormat();
  const points = pointsByLevel(counts);
  const is_spiky = isSpiky(barHeights(points, groups));
  const start = Date.parse(counts.start);
  const span = counts.known.length * counts.interval_ms;
  return (
    <>
      <Chart size={{ height }}>
        <Settings
          baseTheme={baseTheme}
          theme={LEGEND}
          showLegend={groups.length > 1}
          legendPosition={Position.Top}
          ariaLabel={label}
          xDomain={{
            min: start,
            max: start + span,
            minInterval: counts.interval_ms,
          }}
          onBrushEnd={({ x }) => {
            if (!x) return;
            select({ from: new Date(x[0]).toISOString(), to: new Date(x[1]).toISOString() });
          }}
          locale={getLocale()}
        />
        <Tooltip headerFormatter={({ value }) => format.full(value as number)} />
        <Axis
          id="time"
          position={Position.Bottom}
          tickFormat={(time: number) => (span > DAY_MS ? format.dated(time) : format.clock(time))}
        />
        <Axis
          id="count"
          position={Position.Left}
          ticks={3}
          gridLine={{ visible: true }}
          tickFormat={(count: number) => formatCompact(count)}
          integersOnly
        />
        {groups.map((group) => (
          <HistogramBarSeries
            key={group}
            id={group}
            name={LEVEL_GROUP_NAMES[group]()}
            color={colors[group]}
            timeZone={format.zone}
            xScaleType={ScaleType.Time}
            yScaleType={is_spiky ? ScaleType.Sqrt : ScaleType.Linear}
            xAccessor="time"
            yAccessors={['count']}
            data={[...points[group]]}
          />
        ))}
      </Chart>
      {is_spiky && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.charts.squareRoot', { defaultMessage: 'Square root scale' })}
        </EuiText>
      )}
    </>
  );
}
