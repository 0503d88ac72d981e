import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText, useEuiTheme } from '@elastic/eui';

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
          Only <strong>{label}</strong>, {time}
        </EuiText>
      </EuiFlexItem>
      {onZoom && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="xs" iconType="magnifyWithPlus" onClick={onZoom}>
            Zoom in to this time
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="xs" iconType="cross" onClick={onClear}>
          Show all again
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
