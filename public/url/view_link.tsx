import { EuiLink } from '@elastic/eui';
import type { MouseEvent, ReactNode } from 'react';
import { type UrlPatch, useUrlState } from './url_params.ts';

/**
 * What a link does where a click means "here". With a key held it means a new tab or window, which the browser does by itself.
 *
 * @example
 * <EuiLink href={href} onClick={onPlainClick(() => navigate(href))}>…</EuiLink>
 */
export const onPlainClick = (go: () => void) => (event: MouseEvent) => {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
  event.preventDefault();
  go();
};

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
    <EuiLink color={color} href={hrefOf(view, patch)} onClick={onPlainClick(() => open(view, patch))}>
      {children}
    </EuiLink>
  );
}
