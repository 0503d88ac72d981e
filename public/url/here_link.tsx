import { EuiLink } from '@elastic/eui';
import type { CSSProperties, ReactNode } from 'react';
import { type UrlPatch, useUrlState } from './url_params.ts';
import { onPlainClick } from './view_link.tsx';

/**
 * A link to the view that is shown, with something changed: a flyout opened, a filter set. It can be copied, and opened in
 * another tab.
 */
export function HereLink({
  patch,
  children,
  ...link
}: {
  readonly patch: UrlPatch;
  readonly children: ReactNode;
  readonly color?: 'primary' | 'text' | 'subdued';
  readonly title?: string | undefined;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** What is read out where nothing is written. */
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: boolean;
}) {
  const { hrefHere, set } = useUrlState();
  return (
    <EuiLink {...link} href={hrefHere(patch)} onClick={onPlainClick(() => set(patch))}>
      {children}
    </EuiLink>
  );
}
