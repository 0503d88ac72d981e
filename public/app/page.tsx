import { EuiPageTemplate, EuiSpacer } from '@elastic/eui';
import { useEffect, useState } from 'react';
import { Redirect, useLocation } from 'react-router-dom';
import { AnomalyFlyout } from '../anomalies/anomaly_flyout.tsx';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { inPlace } from '../anomalies/place.ts';
import { useAnswer } from '../api/use_answer.ts';
import { titleOf } from '../incidents/headline.ts';
import { ConnectionProblem } from '../states/connection_problem.tsx';
import { TemplateFlyout } from '../templates/template_flyout.tsx';
import { useUrlState } from '../url/url_params.ts';
import { ErrorBoundary } from './error_boundary.tsx';
import { PageHeader } from './page_header.tsx';
import { useServices } from './services.ts';
import { TEST_IDS } from './test_ids.ts';
import { type View, VIEWS } from './views.ts';

/** Kibana's body makes room for the bars itself: all of the window would be too high by them. */
const BELOW_KIBANAS_BARS = 'calc(100vh - var(--euiFixedHeadersOffset, 0px))';

/** Tells Kibana what is open: the view, and the request, incident, template or anomaly in it. */
function useTrail(view: View | undefined): void {
  const { setTrail } = useServices();
  const { params, hrefOf } = useUrlState();
  const { template: template_id, anomaly: anomaly_id, request, incident: incident_id } = params;
  // The flyouts ask the same: these are no questions of their own.
  const template = useAnswer('template', template_id === undefined ? undefined : { id: template_id }).data;
  const anomaly = useAnswer('anomaly', anomaly_id === undefined ? undefined : { id: anomaly_id }).data;
  const is_incident = view?.path === 'incidents' && incident_id !== undefined;
  const incident = useAnswer('incident', is_incident ? { id: incident_id } : undefined).data;
  const item =
    template_id !== undefined
      ? (template?.name ?? template?.text ?? template_id)
      : anomaly_id !== undefined
        ? anomaly && inPlace(anomalyTypeText(anomaly.anomaly.type), anomaly)
        : view?.path === 'requests'
          ? request
          : incident && titleOf(incident.incident);
  const [home, here] = [hrefOf(VIEWS[0]!.path), view && hrefOf(view.path)];
  useEffect(() => {
    if (!view) return;
    const app = { text: 'Log AI', href: home };
    setTrail(
      item === undefined
        ? [app, { text: view.title() }]
        : [app, { text: view.title(), href: here! }, { text: cut(item) }],
    );
  }, [setTrail, view, item, home, here]);
}

/** Whether the view has all of the window: as a part of another page for good, else for as long as somebody wants it. */
function useFullScreen() {
  const { showBars } = useServices();
  const isEmbedded = useUrlState().params.embed === 'true';
  const [isChosen, setFull] = useState(false);
  const isFull = isEmbedded || isChosen;
  useEffect(() => {
    if (!isFull) return undefined;
    showBars(false);
    return () => showBars(true);
  }, [isFull, showBars]);
  return { isEmbedded, isFull, setFull };
}

/** What a crumb has room for. */
const CRUMB_LENGTH = 80;

const cut = (text: string) => (text.length <= CRUMB_LENGTH ? text : `${text.slice(0, CRUMB_LENGTH)}…`);

/** Tabs and time above, one view below, flyouts over any of them. */
export function Page() {
  const { pathname, search } = useLocation();
  const { params, set } = useUrlState();
  const view = VIEWS.find(({ path }) => pathname === `/${path}`);
  useTrail(view);
  const { isEmbedded, isFull, setFull } = useFullScreen();
  if (!view) return <Redirect to={{ pathname: `/${VIEWS[0]!.path}`, search }} />;
  const { Content } = view;
  return (
    <EuiPageTemplate
      restrictWidth={false}
      grow={false}
      minHeight={isFull ? '100vh' : BELOW_KIBANAS_BARS}
      offset={0}
      data-test-subj={TEST_IDS.page}
    >
      {!isEmbedded && <PageHeader view={view} isFull={isFull} onFull={setFull} />}
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
