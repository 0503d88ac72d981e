import { EuiEmptyPrompt, EuiLoadingSpinner } from '@elastic/eui';
import { useLayoutEffect, useRef, useState } from 'react';
import type { AppRegistration } from '../../../public/kibana/contract.ts';
import { routeOf } from './app_address.ts';
import type { Application } from './application.ts';
import { ThrowIfError } from './error_boundary.tsx';
import { scopeHistory } from './scoped_history.ts';
import { useObservable } from './use_observable.ts';

/** The app to which the page's address leads. It is mounted when the page gets there, and unmounted when it leaves. */
export function AppContainer({ application }: { readonly application: Application }) {
  const app = application.find(useObservable(application.path$, application.history.location.pathname));
  if (!app) {
    return (
      <EuiEmptyPrompt
        data-test-subj="appNotFoundPageContent"
        iconType="warning"
        iconColor="danger"
        title={<h2>Application Not Found</h2>}
        body={<p>This host runs one plugin. In Kibana this address may lead somewhere.</p>}
      />
    );
  }
  return <MountedApp key={app.id} app={app} application={application} />;
}

function MountedApp({
  app,
  application,
}: {
  readonly app: AppRegistration;
  readonly application: Application;
}) {
  const element = useRef<HTMLDivElement>(null);
  const [is_mounting, setMounting] = useState(true);
  const [error, setError] = useState<unknown>();
  useLayoutEffect(() => {
    let unmount: (() => void) | undefined;
    const mount = async () => {
      application.current_app_id$.next(app.id);
      try {
        const history = scopeHistory(application.history, routeOf(app.id));
        unmount = await app.mount({ element: element.current!, history });
      } catch (thrown) {
        console.error(thrown); // eslint-disable-line no-console
        setError(thrown);
      } finally {
        if (element.current) setMounting(false);
      }
    };
    void mount();
    return () => unmount?.();
  }, [app, application]);
  return (
    <>
      <ThrowIfError error={error} />
      {is_mounting && (
        <EuiLoadingSpinner className="hostLoading" size="xxl" aria-label="Loading application" />
      )}
      <div className="kbnAppWrapper" data-test-subj="kbnAppWrapper" ref={element} aria-busy={is_mounting} />
    </>
  );
}
