import {
  EuiBadge,
  EuiHeader,
  EuiHeaderBreadcrumbs,
  EuiHeaderSection,
  EuiHeaderSectionItem,
  EuiHeaderSectionItemButton,
  EuiIcon,
  EuiProvider,
  EuiScreenReaderLive,
} from '@elastic/eui';
import { AppContainer } from './app_container.tsx';
import type { Application } from './application.ts';
import { announcementOf, type createChrome, shownBreadcrumbs } from './chrome.ts';
import { isDark, switchDarkMode } from './dark_mode.ts';
import { EMOTION_CACHES } from './emotion_caches.ts';
import { ErrorBoundary } from './error_boundary.tsx';
import { ToastCorner } from './toast_corner.tsx';
import type { ToastList } from './toasts.ts';
import { useObservable } from './use_observable.ts';

/** What the frame shows. */
export interface FrameProps {
  readonly application: Application;
  readonly breadcrumbs$: ReturnType<typeof createChrome>['breadcrumbs$'];
  readonly is_visible$: ReturnType<typeof createChrome>['is_visible$'];
  readonly toasts: ToastList;
}

/** The page around the app. */
export function Frame({ application, breadcrumbs$, is_visible$, toasts }: FrameProps) {
  const is_visible = useObservable(is_visible$, true);
  return (
    <EuiProvider colorMode={isDark() ? 'dark' : 'light'} cache={EMOTION_CACHES}>
      {is_visible && <Header breadcrumbs$={breadcrumbs$} />}
      <ErrorBoundary>
        <AppContainer application={application} />
      </ErrorBoundary>
      <ToastCorner list={toasts} />
    </EuiProvider>
  );
}

function Header({ breadcrumbs$ }: Pick<FrameProps, 'breadcrumbs$'>) {
  const breadcrumbs = useObservable(breadcrumbs$, []);
  return (
    <EuiHeader position="fixed">
      {/* As Kibana does, which takes the focus there, too: a view of another name is read out. */}
      <EuiScreenReaderLive focusRegionOnTextChange>{announcementOf(breadcrumbs)}</EuiScreenReaderLive>
      <EuiHeaderSection>
        <EuiHeaderBreadcrumbs
          aria-label="Breadcrumbs"
          data-test-subj="breadcrumbs"
          breadcrumbs={[...shownBreadcrumbs(breadcrumbs)]}
        />
      </EuiHeaderSection>
      <EuiHeaderSection side="right">
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
