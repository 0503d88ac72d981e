import { EuiButton } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { Nothing } from '../states/nothing.tsx';

/** Requests failed, but none that is asked for. */
export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <Nothing
      title={translate('logAi.requests.failed.noMatch', {
        defaultMessage: 'No failed requests match the filter',
      })}
      actions={
        <EuiButton size="s" onClick={onClear}>
          {translate('logAi.requests.failed.showAll', { defaultMessage: 'Show all failed requests' })}
        </EuiButton>
      }
    />
  );
}
