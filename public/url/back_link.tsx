import { EuiButtonEmpty } from '@elastic/eui';
import type { ReactNode } from 'react';
import { type UrlPatch, useUrlState } from './url_params.ts';
import { onPlainClick } from './view_link.tsx';

/** Back to a list of the chosen time, as it was left. */
export function BackLink({
  view,
  list,
  children,
}: {
  readonly view: string;
  readonly list: UrlPatch;
  readonly children: ReactNode;
}) {
  const { hrefOf, open } = useUrlState();
  return (
    <EuiButtonEmpty
      size="s"
      flush="left"
      iconType="arrowLeft"
      href={hrefOf(view, list)}
      onClick={onPlainClick(() => open(view, list))}
    >
      {children}
    </EuiButtonEmpty>
  );
}
