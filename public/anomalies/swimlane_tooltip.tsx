import { EuiPanel, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { Score } from '../severity/score.tsx';
import type { SwimlaneCell } from './swimlane.ts';
import { useReasons } from './reason_words.ts';
import { NAME_WIDTH } from './swimlane_lane.tsx';

/** What is in a cell, above its lane. One for the whole swimlane: a thousand cells have no room for their own. */
export function SwimlaneTooltip({
  label,
  time,
  cell,
  at,
  top,
}: {
  readonly label: string;
  readonly time: string;
  readonly cell: SwimlaneCell;
  /** Where its middle is on the strip, 0–1. */
  readonly at: number;
  /** Of its lane, pixels. */
  readonly top: number;
}) {
  const { euiTheme } = useEuiTheme();
  const { sentence } = useReasons();
  const strip = `(100% - ${NAME_WIDTH} - ${euiTheme.size.s})`;
  return (
    <EuiPanel
      // Its cell says the same to those who do not see it.
      aria-hidden
      paddingSize="s"
      grow={false}
      css={{
        position: 'absolute',
        top: top - 4,
        left: `calc(${NAME_WIDTH} + ${euiTheme.size.s} + ${strip} * ${at})`,
        // At the left end of the strip it stands right of the cell, at the right end left of it.
        transform: `translate(${-100 * at}%, -100%)`,
        width: 'max-content',
        maxWidth: 360,
        pointerEvents: 'none',
        zIndex: euiTheme.levels.menu,
      }}
    >
      <EuiText size="xs">
        <strong css={{ overflowWrap: 'anywhere' }}>{label}</strong>
        <div>{time}</div>
      </EuiText>
      <EuiSpacer size="xs" />
      <EuiText size="xs">
        <div css={{ display: 'flex', gap: euiTheme.size.s }}>
          <Score score={cell.worst.event.risk_score} />
          {translate('logAi.anomalies.swimlane.tooltip', {
            defaultMessage: '{count, plural, one {# anomaly} other {highest of # anomalies}}',
            values: { count: cell.count },
          })}
        </div>
        <div
          css={{
            display: '-webkit-box',
            WebkitBoxOrient: 'vertical',
            WebkitLineClamp: 3,
            overflow: 'hidden',
            overflowWrap: 'anywhere',
          }}
        >
          {sentence(cell.worst)}
        </div>
      </EuiText>
    </EuiPanel>
  );
}
