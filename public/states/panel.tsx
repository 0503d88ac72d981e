import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { ReactNode } from 'react';

/** A part of a view with its title. `note` stands small beside the title, `action` at the right. */
export function Panel({
  title,
  note,
  action,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" grow>
      <EuiFlexGroup alignItems="baseline" gutterSize="s" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiTitle size="xs">
            <h2>{title}</h2>
          </EuiTitle>
        </EuiFlexItem>
        {/* Beside a wide action the note would be a column of words: then the action goes below. */}
        <EuiFlexItem css={{ minWidth: note === undefined ? 0 : 'min(100%, 160px)' }}>
          {note !== undefined && (
            <EuiText size="xs" color="subdued">
              {note}
            </EuiText>
          )}
        </EuiFlexItem>
        {action !== undefined && <EuiFlexItem grow={false}>{action}</EuiFlexItem>}
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {children}
    </EuiPanel>
  );
}
