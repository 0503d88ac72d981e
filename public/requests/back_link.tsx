import { EuiButtonEmpty } from '@elastic/eui';
import type { MouseEvent } from 'react';
import { useUrlState } from '../url/url_params.ts';
import { isPlainClick } from '../url/view_link.tsx';

/** Back to the failed requests of the chosen time. */
export function BackLink() {
  const { hrefOf, open } = useUrlState();
  return (
    <EuiButtonEmpty
      size="s"
      flush="left"
      iconType="arrowLeft"
      href={hrefOf('requests')}
      onClick={(event: MouseEvent) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        open('requests');
      }}
    >
      Failed requests
    </EuiButtonEmpty>
  );
}
