import { EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { ReactNode } from 'react';

/** A part of the flyout. `note` stands small beside the title, `action` at the right. */
export function Section({
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
    <section>
      <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} css={{ minHeight: 32 }}>
        <EuiFlexItem grow={false}>
          <EuiTitle size="xs">
            <h3>{title}</h3>
          </EuiTitle>
        </EuiFlexItem>
        <EuiFlexItem>
          {note !== undefined && (
            <EuiText size="xs" color="subdued">
              {note}
            </EuiText>
          )}
        </EuiFlexItem>
        {action !== undefined && <EuiFlexItem grow={false}>{action}</EuiFlexItem>}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {children}
      <EuiSpacer size="l" />
    </section>
  );
}
