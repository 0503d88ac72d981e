import { EuiButton, EuiButtonEmpty, EuiCode, EuiEmptyPrompt } from '@elastic/eui';
import ReactDom from 'react-dom';
import { LogAiError, messageOf } from '../../common/errors.ts';
import type { ThemeService } from './contract.ts';
import { KibanaTheme } from './kibana_theme.tsx';

/**
 * Says in Kibana's element why the app is not there, with the error's code, and what to do. Without it Kibana shows a
 * page of its own, which says neither. Returns what takes it away again.
 */
export function showMountFailure({
  element,
  theme,
  error,
  onRetry,
}: {
  readonly element: HTMLElement;
  readonly theme: ThemeService;
  readonly error: unknown;
  readonly onRetry: () => void;
}): () => void {
  const code = error instanceof LogAiError ? error.code : 'app_failed';
  ReactDom.render(
    <KibanaTheme theme={theme}>
      <EuiEmptyPrompt
        color="danger"
        iconType="error"
        title={<h1>Log AI could not be opened</h1>}
        body={
          <>
            <p>{messageOf(error)}</p>
            <p>
              The rest of Kibana works. If it stays like this, report it with this code and the message above.
            </p>
            <EuiCode>{code}</EuiCode>
          </>
        }
        actions={[
          <EuiButton key="retry" color="danger" fill onClick={onRetry}>
            Try again
          </EuiButton>,
          <EuiButtonEmpty key="reload" onClick={() => window.location.reload()}>
            Reload the page
          </EuiButtonEmpty>,
        ]}
      />
    </KibanaTheme>,
    element,
  );
  return () => {
    ReactDom.unmountComponentAtNode(element);
  };
}
