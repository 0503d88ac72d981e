import { EuiButton, EuiCodeBlock, EuiEmptyPrompt, EuiLink } from '@elastic/eui';
import { Component, useState, type ReactNode } from 'react';

interface Caught {
  readonly error?: Error;
}

/** What Kibana shows in the place of all apps when one cannot be mounted, until the page is loaded again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = {};

  static getDerivedStateFromError(error: Error): Caught {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    // A file that is gone after an upgrade comes with the next page.
    return /ChunkLoadError/.test(error.name) ? <RecoverablePrompt /> : <FatalPrompt error={error} />;
  }
}

/** Throws where the boundary sees it: what fails later than React draws is seen by nobody. */
export function ThrowIfError({ error }: { readonly error: unknown }): null {
  if (error !== undefined) throw error as Error;
  return null;
}

const reload = () => location.reload();

function FatalPrompt({ error }: { readonly error: Error }) {
  const [is_detailed, setDetailed] = useState(false);
  return (
    <EuiEmptyPrompt
      color="danger"
      iconType="error"
      title={<h2 data-test-subj="errorBoundaryFatalHeader">Unable to load page</h2>}
      body={
        <>
          <p data-test-subj="errorBoundaryFatalPromptBody">Try refreshing the page to resolve the issue.</p>
          <p>
            <EuiButton color="danger" iconType="refresh" fill onClick={reload}>
              Refresh page
            </EuiButton>
          </p>
          <EuiLink color="danger" onClick={() => setDetailed(true)}>
            Show details
          </EuiLink>
          {is_detailed && (
            <EuiCodeBlock data-test-subj="errorBoundaryFatalDetailsErrorString">
              {error.stack ?? String(error)}
            </EuiCodeBlock>
          )}
        </>
      }
    />
  );
}

function RecoverablePrompt() {
  return (
    <EuiEmptyPrompt
      color="warning"
      iconType="warning"
      title={<h2 data-test-subj="errorBoundaryRecoverableHeader">Refresh the page</h2>}
      body={<p>This should resolve any issues loading the page.</p>}
      actions={
        <EuiButton color="warning" iconType="refresh" fill onClick={reload}>
          Refresh page
        </EuiButton>
      }
    />
  );
}
