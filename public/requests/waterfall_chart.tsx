import { EuiText, useEuiTheme } from '@elastic/eui';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatDuration } from '../quantities/format_quantity.ts';
import type { OffsetTick } from '../../common/axis_ticks.ts';
import type { Waterfall } from './waterfall.ts';
import { WATERFALL_COLUMNS, WaterfallHop } from './waterfall_hop.tsx';

/** Room for thirty services; an id that is not a request's may have hundreds. */
const MAX_HEIGHT = 900;

/**
 * What each service did and when, a row for each.
 *
 * @param chosen - The service whose lines are shown below.
 */
export function WaterfallChart({
  waterfall,
  chosen,
  onChoose,
}: {
  readonly waterfall: Waterfall;
  readonly chosen: string | undefined;
  readonly onChoose: (service: string) => void;
}) {
  const { ticks, rows } = waterfall;
  return (
    <div className="eui-yScroll" css={{ maxHeight: MAX_HEIGHT }} data-test-subj={TEST_IDS.waterfall}>
      <Axis ticks={ticks} />
      <ol>
        {rows.map((row) => (
          <li key={row.service}>
            <WaterfallHop
              row={row}
              ticks={ticks}
              isChosen={row.service === chosen}
              onChoose={() => onChoose(row.service)}
            />
          </li>
        ))}
      </ol>
    </div>
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
