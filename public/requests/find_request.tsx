import { EuiButton, EuiFieldText, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { type FormEvent, useState } from 'react';
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
    <form onSubmit={submit} role="search" aria-label="Find a request">
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem css={{ minWidth: 0 }}>
          <EuiFieldText
            compressed
            fullWidth
            icon="search"
            placeholder="Find a request by its id"
            aria-label="Find a request by its id"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" isDisabled={id === ''}>
            Open
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
