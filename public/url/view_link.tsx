import { EuiLink } from '@elastic/eui';
import type { MouseEvent, ReactNode } from 'react';
import { type UrlPatch, useUrlState } from './url_params.ts';

/** Whether a click means "here": with a key held it means a new tab or window, which the browser does by itself. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

/**
 * A link to a view that keeps the chosen time. It opens without loading the page anew.
 *
 * @param patch - What else the view is sent along with, e.g. `{ service: 'cart' }`.
 */
export function ViewLink({
  view,
  patch,
  color = 'primary',
  children,
}: {
  readonly view: string;
  readonly patch?: UrlPatch;
  readonly color?: 'primary' | 'text';
  readonly children: ReactNode;
}) {
  const { hrefOf, open } = useUrlState();
  return (
    <EuiLink
      color={color}
      href={hrefOf(view, patch)}
      onClick={(event: MouseEvent) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        open(view, patch);
      }}
    >
      {children}
    </EuiLink>
  );
}
