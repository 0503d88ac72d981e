import { EuiButtonEmpty } from '@elastic/eui';
import type { MouseEvent } from 'react';
import { translate } from '../kibana/i18n.ts';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { isPlainClick } from '../url/view_link.tsx';

/** Back to the failed requests of the chosen time, as the list was left. */
export function BackLink({ list }: { readonly list: UrlPatch }) {
  const { hrefOf, open } = useUrlState();
  return (
    <EuiButtonEmpty
      size="s"
      flush="left"
      iconType="arrowLeft"
      href={hrefOf('requests', list)}
      onClick={(event: MouseEvent) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        open('requests', list);
      }}
    >
      {translate('logAi.requests.back', { defaultMessage: 'Failed requests' })}
    </EuiButtonEmpty>
  );
}
