import { EuiFlexItem, EuiText } from '@elastic/eui';
import type { ReactNode } from 'react';

/** A number or a name with what it is called above it, in a row of such. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <EuiFlexItem grow={false}>
      <EuiText size="xs" color="subdued">
        {name}
      </EuiText>
      <EuiText size="s">{children}</EuiText>
    </EuiFlexItem>
  );
}
