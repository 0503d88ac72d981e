import { useEuiTheme } from '@elastic/eui';
import type { ReactNode } from 'react';

/** Narrower than this a chart or a table says nothing. */
const NARROWEST = 440;

/** Panels side by side where there is room for both, else one below the other. */
export function Columns({ children }: { readonly children: ReactNode }) {
  const { euiTheme } = useEuiTheme();
  return (
    <div
      css={{
        display: 'grid',
        gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${NARROWEST}px), 1fr))`,
        gap: euiTheme.size.l,
      }}
    >
      {children}
    </div>
  );
}
