import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText, useEuiTheme } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { translateNodes } from '../kibana/translate_nodes.tsx';

/** What of the swimlane the table shows, and the way back. */
export function SelectionBar({
  label,
  time,
  onZoom,
  onClear,
}: {
  readonly label: string;
  readonly time: string;
  /** Absent where there is nothing nearer to see. */
  readonly onZoom: (() => void) | undefined;
  readonly onClear: () => void;
}) {
  const { euiTheme } = useEuiTheme();
  return (
    <EuiFlexGroup
      gutterSize="s"
      alignItems="center"
      responsive={false}
      wrap
      css={{
        backgroundColor: euiTheme.colors.lightestShade,
        borderRadius: euiTheme.border.radius.medium,
        padding: `${euiTheme.size.xs} ${euiTheme.size.s}`,
        marginBottom: euiTheme.size.s,
      }}
    >
      <EuiFlexItem>
        <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
          {translateNodes('logAi.anomalies.selection.only', {
            defaultMessage: 'Showing only {lane}, {time}',
            values: { time },
            nodes: { lane: <strong>{label}</strong> },
          })}
        </EuiText>
      </EuiFlexItem>
      {onZoom && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="xs" iconType="magnifyWithPlus" onClick={onZoom}>
            {translate('logAi.anomalies.selection.zoom', { defaultMessage: 'Zoom in on this time range' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="xs" iconType="cross" onClick={onClear}>
          {translate('logAi.anomalies.selection.clear', { defaultMessage: 'Clear selection' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
