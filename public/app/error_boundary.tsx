import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { Component, type ReactNode } from 'react';

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
        title={<h2>This view broke</h2>}
        body={<p>It is a defect in Log AI; please report it with this message: {error.message}</p>}
        actions={<EuiButton onClick={() => this.setState({ error: undefined })}>Try again</EuiButton>}
      />
    );
  }
}
