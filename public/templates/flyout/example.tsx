import { EuiPanel, EuiText, useEuiTheme } from '@elastic/eui';
import type { Line } from '../../../common/api.ts';
import { DiscoverLink } from '../../discover/discover_link.tsx';
import { linesQuery } from '../../../common/discover/log_queries.ts';
import { translate } from '../../kibana/i18n.ts';
import { LineMessage } from '../../requests/line_message.tsx';
import { Level } from '../../severity/level.tsx';
import { useTimeFormat } from '../../time/format_time.ts';

/** One line as it was logged. */
export function Example({ line }: { readonly line: Line }) {
  const { euiTheme } = useEuiTheme();
  const format = useTimeFormat();
  const { '@timestamp': time, service, level } = line;
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="s" css={{ marginBottom: euiTheme.size.s }}>
      <EuiText size="xs" color="subdued">
        <div
          css={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: euiTheme.size.s,
            marginBottom: euiTheme.size.xs,
          }}
        >
          <span>
            {time === undefined
              ? translate('logAi.templates.examples.noTime', { defaultMessage: 'No timestamp' })
              : format.full(time)}
          </span>
          {service !== undefined && <span css={{ overflowWrap: 'anywhere' }}>{service}</span>}
          <Level level={level} />
          <div css={{ marginInlineStart: 'auto' }}>
            <DiscoverLink
              isIcon
              label={translate('logAi.discover.viewLine', { defaultMessage: 'View this line in Discover' })}
              show={linesQuery([line])}
            />
          </div>
        </div>
      </EuiText>
      <EuiText size="xs">
        <LineMessage line={line} known={{ service }} />
      </EuiText>
    </EuiPanel>
  );
}
