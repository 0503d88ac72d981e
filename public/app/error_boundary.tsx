import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { Component, type ReactNode } from 'react';
import { translate } from '../kibana/i18n.ts';

/** A defect in one view must not take Kibana down: it is told, and the rest goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EuiEmptyPrompt
        color="danger"
        iconType="error"
        title={<h2>{translate('logAi.app.error.title', { defaultMessage: 'Unable to load this view' })}</h2>}
        body={
          <p>
            {translate('logAi.app.error.body', {
              defaultMessage: 'This is an error in Log AI. Report it with this message: {message}',
              values: { message: error.message },
            })}
          </p>
        }
        actions={
          <EuiButton onClick={() => this.setState({ error: undefined })}>
            {translate('logAi.app.error.retry', { defaultMessage: 'Try again' })}
          </EuiButton>
        }
      />
    );
  }
}
