import { useEuiTheme } from '@elastic/eui';
import { NAME_WIDTH } from './swimlane_lane.tsx';
import type { MomentTick } from '../../common/axis_ticks.ts';

/** The times below the lanes. Every cell says its own, so that nobody needs them to be read out. */
export function SwimlaneAxis({
  ticks,
  textOf,
}: {
  readonly ticks: readonly MomentTick[];
  readonly textOf: (tick: MomentTick) => string;
}) {
  const { euiTheme } = useEuiTheme();
  return (
    <div
      aria-hidden
      css={{
        position: 'relative',
        height: euiTheme.size.l,
        marginLeft: `calc(${NAME_WIDTH} + ${euiTheme.size.s})`,
        fontSize: euiTheme.size.m,
        color: euiTheme.colors.subduedText,
        span: {
          position: 'absolute',
          transform: 'translateX(-50%)',
          paddingTop: euiTheme.size.xs,
          whiteSpace: 'nowrap',
          '&::before': {
            content: '""',
            position: 'absolute',
            top: 0,
            left: '50%',
            height: euiTheme.size.xs,
            borderLeft: euiTheme.border.thin,
          },
        },
      }}
    >
      {ticks.map((tick) => (
        <span key={tick.time} style={{ left: `${tick.position * 100}%` }}>
          {textOf(tick)}
        </span>
      ))}
    </div>
  );
}
