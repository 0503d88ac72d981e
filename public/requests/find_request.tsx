import { EuiButton, EuiFieldText, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { type FormEvent, useState } from 'react';
import { translate } from '../kibana/i18n.ts';
import { useUrlState } from '../url/url_params.ts';

/** Opens any request, failed or not, by its id. */
export function FindRequest() {
  const { open } = useUrlState();
  const [text, setText] = useState('');
  const id = text.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id !== '') open('requests', { request: id });
  };
  return (
    <form
      onSubmit={submit}
      role="search"
      aria-label={translate('logAi.requests.find.label', { defaultMessage: 'Find a request' })}
    >
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem css={{ minWidth: 0 }}>
          <EuiFieldText
            compressed
            fullWidth
            icon="search"
            placeholder={translate('logAi.requests.find.field', { defaultMessage: 'Find a request by ID' })}
            aria-label={translate('logAi.requests.find.field', { defaultMessage: 'Find a request by ID' })}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" isDisabled={id === ''}>
            {translate('logAi.requests.find.open', { defaultMessage: 'Open' })}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
