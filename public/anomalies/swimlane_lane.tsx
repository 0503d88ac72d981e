import { useEuiTheme } from '@elastic/eui';
import { memo } from 'react';
import { translate } from '../kibana/i18n.ts';
import { bandText, severityBandOf } from '../severity/severity_bands.ts';
import type { Lane, SwimlaneCell } from './swimlane.ts';

export const LANE_HEIGHT = 20;
/** The names of lanes stand left of the strips; a long name is cut and whole in its tooltip. */
export const NAME_WIDTH = 'clamp(96px, 16%, 200px)';

/** How a lane is painted, the same for all lanes. */
export interface LaneScale {
  readonly size: number;
  /** The time of each bucket, to be read. */
  readonly times: readonly string[];
}

/** One lane: a strip of time with a button for each cell that is not empty. */
export const SwimlaneLane = memo(function SwimlaneLane({
  lane,
  index,
  label,
  scale,
  focusable,
  selected,
}: {
  readonly lane: Lane;
  readonly index: number;
  readonly label: string;
  readonly scale: LaneScale;
  /** The bucket of the cell that the tab key leads to, if it is in this lane. */
  readonly focusable: number | undefined;
  /** Whether each cell belongs to what is selected; undefined where nothing is. */
  readonly selected: readonly boolean[] | undefined;
}) {
  const { euiTheme } = useEuiTheme();
  const step = 100 / scale.size;
  return (
    <div role="row" css={{ display: 'flex', alignItems: 'center', gap: euiTheme.size.s }}>
      <div
        role="rowheader"
        title={label}
        className="eui-textTruncate"
        css={{ width: NAME_WIDTH, flexShrink: 0, fontSize: euiTheme.size.m, textAlign: 'right' }}
      >
        {label}
      </div>
      <div
        css={{
          position: 'relative',
          flexGrow: 1,
          height: LANE_HEIGHT,
          backgroundColor: euiTheme.colors.lightestShade,
          backgroundImage: `linear-gradient(to right, ${euiTheme.colors.emptyShade} 1px, transparent 1px)`,
          backgroundSize: `${step}% 100%`,
          button: {
            position: 'absolute',
            height: '100%',
            // Narrow buckets stay visible.
            width: `max(2px, calc(${step}% - 1px))`,
            marginLeft: 1,
            '&:hover, &:focus-visible': {
              outline: `2px solid ${euiTheme.colors.fullShade}`,
              outlineOffset: 0,
              zIndex: 1,
            },
            '&[aria-selected="true"]': { outline: `2px solid ${euiTheme.colors.primary}`, zIndex: 1 },
          },
        }}
      >
        {lane.cells.map((cell, position) => {
          const isSelected = selected?.[position];
          return (
            <button
              key={scale.times[cell.bucket]}
              type="button"
              role="gridcell"
              aria-colindex={cell.bucket + 2}
              aria-label={cellText({ label, time: scale.times[cell.bucket]!, cell })}
              aria-selected={isSelected ?? false}
              tabIndex={focusable === cell.bucket ? 0 : -1}
              data-lane={index}
              data-bucket={cell.bucket}
              style={{
                left: `${cell.bucket * step}%`,
                backgroundColor: severityBandOf(cell.worst.event.risk_score).color,
                ...(isSelected === false && { opacity: 0.4 }),
              }}
            />
          );
        })}
      </div>
    </div>
  );
});

function cellText({
  label,
  time,
  cell,
}: {
  readonly label: string;
  readonly time: string;
  readonly cell: SwimlaneCell;
}): string {
  const { risk_score } = cell.worst.event;
  return translate('logAi.anomalies.swimlane.cell', {
    defaultMessage:
      '{lane}, {time}: {count, plural, one {# anomaly} other {# anomalies}}, highest score {score}, {band}',
    values: {
      lane: label,
      time,
      count: cell.count,
      score: risk_score.toFixed(0),
      band: bandText(severityBandOf(risk_score).name),
    },
  });
}
