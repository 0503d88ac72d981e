import { EuiPanel, EuiText, useEuiTheme } from '@elastic/eui';
import type { CallNumbers } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { failuresText, meanText } from './call_words.ts';

const WIDTH = 280;

/** The numbers of what somebody looks at beside those of the period before. One for the whole map. */
export function MapTooltip({
  title,
  note,
  now,
  before,
  place: { left, top, to_left, above },
}: {
  readonly title: string;
  readonly note: string | undefined;
  readonly now: CallNumbers;
  readonly before: CallNumbers | undefined;
  /** Pixels, and to which side it opens. */
  readonly place: {
    readonly left: number;
    readonly top: number;
    readonly to_left: boolean;
    readonly above: boolean;
  };
}) {
  const { euiTheme } = useEuiTheme();
  const rows: readonly [string, (numbers: CallNumbers) => string][] = [
    [translate('logAi.serviceMap.calls', { defaultMessage: 'Calls' }), ({ calls }) => formatCount(calls)],
    [translate('logAi.serviceMap.failed', { defaultMessage: 'Failed' }), failuresText],
    [translate('logAi.serviceMap.mean', { defaultMessage: 'Mean duration' }), meanText],
    [
      translate('logAi.serviceMap.retries', { defaultMessage: 'Retries' }),
      ({ retries }) => formatCount(retries),
    ],
  ];
  return (
    <EuiPanel
      // What it belongs to says the same to those who do not see it.
      aria-hidden
      paddingSize="s"
      grow={false}
      css={{
        position: 'absolute',
        width: WIDTH,
        pointerEvents: 'none',
        zIndex: euiTheme.levels.menu,
        td: { textAlign: 'right', paddingInlineStart: euiTheme.size.m },
        th: { textAlign: 'left', fontWeight: euiTheme.font.weight.regular },
        table: { width: '100%' },
      }}
      style={{ left, top, transform: `translate(${to_left ? '-100%' : '0'}, ${above ? '-100%' : '0'})` }}
    >
      <EuiText size="xs">
        <strong css={{ overflowWrap: 'anywhere' }}>{title}</strong>
        {note !== undefined && <div>{note}</div>}
        <table>
          <thead>
            <tr>
              <td />
              <td>{translate('logAi.serviceMap.now', { defaultMessage: 'Now' })}</td>
              <td>{translate('logAi.serviceMap.before', { defaultMessage: 'Before' })}</td>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, textOf]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{textOf(now)}</td>
                <td>{before ? textOf(before) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </EuiText>
    </EuiPanel>
  );
}
