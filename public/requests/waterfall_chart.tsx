import { EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatDuration } from '../quantities/format_quantity.ts';
import type { OffsetTick } from '../../common/axis_ticks.ts';
import { gapText } from './gap_text.ts';
import type { Waterfall } from './waterfall.ts';
import { WATERFALL_COLUMNS, WaterfallSpan } from './waterfall_span.tsx';

/** Room for thirty spans; a request in a loop has many more. */
const MAX_HEIGHT = 900;

/**
 * What each service did and when, a row for each call, indented below its caller.
 *
 * @param chosen - The span whose lines are shown below.
 */
export function WaterfallChart({
  waterfall,
  chosen,
  onChoose,
}: {
  readonly waterfall: Waterfall;
  readonly chosen: number | undefined;
  readonly onChoose: (span: number) => void;
}) {
  const { ticks, rows, gaps, hidden } = waterfall;
  return (
    <>
      <div className="eui-yScroll" css={{ maxHeight: MAX_HEIGHT }} data-test-subj={TEST_IDS.waterfall}>
        <Axis ticks={ticks} />
        <ol>
          {rows.map((row) => (
            <li key={row.span}>
              <WaterfallSpan
                row={row}
                ticks={ticks}
                gaps={gaps}
                isChosen={row.span === chosen}
                onChoose={() => onChoose(row.span)}
              />
            </li>
          ))}
        </ol>
      </div>
      {(gaps.length > 0 || hidden > 0) && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="xs" color="subdued">
            {gaps.map((gap) => (
              <div key={gap.start_ms}>{gapText(gap)}</div>
            ))}
            {hidden > 0 && (
              <div>
                {translate('logAi.requests.path.hidden', {
                  defaultMessage:
                    '{count, plural, one {# more call is not shown; its lines are below.} other {# more calls are not shown; their lines are below.}}',
                  values: { count: hidden },
                })}
              </div>
            )}
          </EuiText>
        </>
      )}
    </>
  );
}

function Axis({ ticks }: { readonly ticks: readonly OffsetTick[] }) {
  const { euiTheme } = useEuiTheme();
  return (
    <div
      css={{
        display: 'grid',
        gridTemplateColumns: WATERFALL_COLUMNS,
        columnGap: euiTheme.size.m,
        position: 'sticky',
        top: 0,
        zIndex: 1,
        padding: `0 ${euiTheme.size.s}`,
        backgroundColor: euiTheme.colors.emptyShade,
        borderBottom: euiTheme.border.thin,
      }}
    >
      <EuiText size="xs" color="subdued">
        {translate('logAi.requests.columns.service', { defaultMessage: 'Service' })}
      </EuiText>
      <div css={{ position: 'relative' }} aria-hidden>
        {ticks.map(({ offset_ms, position }) => (
          <EuiText
            key={offset_ms}
            size="xs"
            color="subdued"
            css={{ position: 'absolute', whiteSpace: 'nowrap' }}
            // The first and the last stay within the axis.
            style={{
              left: `${position * 100}%`,
              transform: `translateX(-${position < 0.03 ? 0 : position > 0.97 ? 100 : 50}%)`,
            }}
          >
            {formatDuration(offset_ms)}
          </EuiText>
        ))}
      </div>
      <EuiText size="xs" color="subdued" textAlign="right">
        {translate('logAi.requests.columns.duration', { defaultMessage: 'Duration' })}
      </EuiText>
    </div>
  );
}
