import { EuiPageTemplate, EuiSpacer } from '@elastic/eui';
import { useEffect } from 'react';
import { Redirect, useLocation } from 'react-router-dom';
import { AnomalyFlyout } from '../anomalies/anomaly_flyout.tsx';
import { ConnectionProblem } from '../states/connection_problem.tsx';
import { TemplateFlyout } from '../templates/template_flyout.tsx';
import { useUrlState } from '../url/url_params.ts';
import { ErrorBoundary } from './error_boundary.tsx';
import { PageHeader } from './page_header.tsx';
import { useServices } from './services.ts';
import { TEST_IDS } from './test_ids.ts';
import { VIEWS } from './views.ts';

/** Kibana's body makes room for the bars itself: all of the window would be too high by them. */
const BELOW_KIBANAS_BARS = 'calc(100vh - var(--euiFixedHeadersOffset, 0px))';

/** Tabs and time above, one view below, flyouts over any of them. */
export function Page() {
  const { pathname, search } = useLocation();
  const { params, set } = useUrlState();
  const services = useServices();
  const view = VIEWS.find(({ path }) => pathname === `/${path}`);
  useEffect(() => {
    if (view) services.setTitle(view.title);
  }, [services, view]);
  if (!view) return <Redirect to={{ pathname: `/${VIEWS[0]!.path}`, search }} />;
  const { Content } = view;
  return (
    <EuiPageTemplate
      restrictWidth={false}
      grow={false}
      minHeight={BELOW_KIBANAS_BARS}
      offset={0}
      data-test-subj={TEST_IDS.page}
    >
      <PageHeader view={view} />
      <EuiPageTemplate.Section paddingSize="l" grow>
        <ConnectionProblem />
        <ErrorBoundary key={view.path}>
          <Content />
        </ErrorBoundary>
        <EuiSpacer size="l" />
      </EuiPageTemplate.Section>
      {params.template !== undefined && (
        <TemplateFlyout
          key={params.template}
          id={params.template}
          onClose={() => set({ template: undefined })}
        />
      )}
      {params.anomaly !== undefined && (
        <AnomalyFlyout key={params.anomaly} id={params.anomaly} onClose={() => set({ anomaly: undefined })} />
      )}
    </EuiPageTemplate>
  );
}
