import { EuiButtonEmpty } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { onPlainClick } from '../url/view_link.tsx';

/** Back to the failed requests of the chosen time, as the list was left. */
export function BackLink({ list }: { readonly list: UrlPatch }) {
  const { hrefOf, open } = useUrlState();
  return (
    <EuiButtonEmpty
      size="s"
      flush="left"
      iconType="arrowLeft"
      href={hrefOf('requests', list)}
      onClick={onPlainClick(() => open('requests', list))}
    >
      {translate('logAi.requests.back', { defaultMessage: 'Failed requests' })}
    </EuiButtonEmpty>
  );
}
