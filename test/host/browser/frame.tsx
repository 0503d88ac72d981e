import {
  EuiBadge,
  EuiEmptyPrompt,
  EuiHeader,
  EuiHeaderBreadcrumbs,
  EuiHeaderSection,
  EuiHeaderSectionItem,
  EuiHeaderSectionItemButton,
  EuiIcon,
  EuiLoadingSpinner,
  EuiProvider,
} from '@elastic/eui';
import { useEffect, useRef, useState } from 'react';
import type { Application } from './application.ts';
import type { Chrome } from './chrome.ts';
import { isDark, switchDarkMode } from './dark_mode.ts';
import { EMOTION_CACHES } from './emotion_caches.ts';
import type { ScopedHistory } from './scoped_history.ts';
import { Mounted, ToastCorner, type createToasts } from './toasts.tsx';
import { useObservable } from './use_observable.ts';

/** What the frame shows and hands to the app. */
export interface FrameProps {
  readonly application: Application;
  readonly chrome: Chrome;
  readonly toasts: ReturnType<typeof createToasts>;
  readonly theme$: unknown;
  readonly scopeTo: (route: string) => ScopedHistory;
}

/** The page around the app. */
export function Frame(props: FrameProps) {
  const is_visible = useObservable(props.chrome.getIsVisible$(), true);
  return (
    <EuiProvider colorMode={isDark() ? 'dark' : 'light'} cache={EMOTION_CACHES}>
      {is_visible && <Header {...props} />}
      <AppContainer {...props} />
      <ToastCorner toasts={props.toasts} />
    </EuiProvider>
  );
}

function Header({ application, chrome }: FrameProps) {
  const breadcrumbs = useObservable(chrome.getBreadcrumbs$(), []);
  const menu = useObservable(chrome.action_menu$, undefined);
  return (
    <EuiHeader position="fixed">
      <EuiHeaderSection>
        <EuiHeaderBreadcrumbs
          aria-label="Breadcrumbs"
          data-test-subj="breadcrumbs"
          breadcrumbs={breadcrumbs.map(({ text, href }) => ({
            text,
            ...(href !== undefined && {
              href,
              onClick: (event: { preventDefault(): void }) => {
                event.preventDefault();
                void application.start.navigateToUrl(href);
              },
            }),
          }))}
        />
      </EuiHeaderSection>
      <EuiHeaderSection side="right">
        {menu && (
          <EuiHeaderSectionItem>
            <Mounted mount={menu} />
          </EuiHeaderSectionItem>
        )}
        <EuiHeaderSectionItem>
          <EuiBadge color="hollow">Not Kibana: a page for one plugin</EuiBadge>
        </EuiHeaderSectionItem>
        <EuiHeaderSectionItem>
          <EuiHeaderSectionItemButton
            aria-label={isDark() ? 'Light mode' : 'Dark mode'}
            data-test-subj="switchDarkMode"
            onClick={switchDarkMode}
          >
            <EuiIcon type={isDark() ? 'sun' : 'moon'} />
          </EuiHeaderSectionItemButton>
        </EuiHeaderSectionItem>
      </EuiHeaderSection>
    </EuiHeader>
  );
}

function AppContainer({ application, chrome, theme$, scopeTo }: FrameProps) {
  const element = useRef<HTMLDivElement>(null);
  const [is_mounting, setMounting] = useState(true);
  const app = application.find(location.pathname);
  useEffect(() => {
    if (!app) return;
    application.current_app_id$.next(app.id);
    const route = application.routeOf(app.id);
    Promise.resolve()
      .then(() =>
        app.mount({
          element: element.current!,
          history: scopeTo(route),
          appBasePath: route,
          theme$,
          onAppLeave: () => undefined,
          setHeaderActionMenu: (mount) => chrome.action_menu$.next(mount),
        }),
      )
      // Kibana shows nothing of an app that cannot be mounted, either.
      .catch((error: unknown) => console.error(error)) // eslint-disable-line no-console
      .finally(() => setMounting(false));
  }, [app, application, chrome, scopeTo, theme$]);
  if (!app) {
    return (
      <EuiEmptyPrompt
        iconType="warning"
        title={<h2>Application not found</h2>}
        body={<p>This host runs one plugin. In Kibana this address may lead somewhere.</p>}
      />
    );
  }
  return (
    <>
      {is_mounting && <EuiLoadingSpinner className="hostLoading" size="xxl" />}
      <div className="kbnAppWrapper" data-test-subj="kbnAppWrapper" ref={element} aria-busy={is_mounting} />
    </>
  );
}
