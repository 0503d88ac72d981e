import { EuiEmptyPrompt, EuiSpacer, EuiText } from '@elastic/eui';
import { useMemo } from 'react';
import type { IncidentStory } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { ApiError } from '../api/api_client.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useTemplates } from '../api/use_templates.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { namedTemplateIds } from '../requests/failure_groups.ts';
import { FailedRequestsTable } from '../requests/failed_requests_table.tsx';
import { listStateOf } from '../requests/list_state.ts';
import { Answered } from '../states/answered.tsx';
import { Panel } from '../states/panel.tsx';
import { BackLink } from '../url/back_link.tsx';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { CausesPanel } from './causes_panel.tsx';
import { EvidenceTable } from './evidence_table.tsx';
import { IncidentHeader } from './incident_header.tsx';
import { NotesPanel } from './notes_panel.tsx';
import { TimelineChart } from './timeline_chart.tsx';

/**
 * One incident: what happened, when and where, the evidence, and what people say of it.
 *
 * @param list - What the list of incidents was narrowed to and sorted by.
 */
export function IncidentDetails({ id, list }: { readonly id: string; readonly list: UrlPatch }) {
  const story = useAnswer('incident', { id });
  const isUnknown = story.error instanceof ApiError && story.error.code === 'not_found';
  return (
    <>
      <BackLink view="incidents" list={list}>
        {translate('logAi.incidents.back', { defaultMessage: 'Incidents' })}
      </BackLink>
      <EuiSpacer size="m" />
      {isUnknown ? (
        <EuiEmptyPrompt
          iconType="search"
          titleSize="s"
          title={
            <h2>{translate('logAi.incidents.notFound.title', { defaultMessage: 'Incident not found' })}</h2>
          }
          body={
            <p>
              {translate('logAi.incidents.notFound.hint', {
                defaultMessage:
                  'It might have been deleted by the retention, or you might not be allowed to read its logs.',
              })}
            </p>
          }
        />
      ) : (
        <Answered answer={story}>{(data) => <Story story={data} />}</Answered>
      )}
    </>
  );
}

function Story({ story }: { readonly story: IncidentStory }) {
  const { incident, anomalies, requests } = story;
  const { params } = useUrlState();
  const ids = useMemo(() => namedTemplateIds(requests), [requests]);
  const templates = useTemplates(ids.slice(0, API_LIMITS.ids));
  const { anomaly_total, failed_requests } = incident.incident;
  return (
    <>
      <IncidentHeader incident={incident} />
      <EuiSpacer size="l" />
      <Panel
        title={translate('logAi.incidents.timeline.title', { defaultMessage: 'Timeline' })}
        note={translate('logAi.incidents.timeline.note', {
          defaultMessage:
            'where it began on top, then by first abnormal minute; red lines are first errors of requests',
        })}
      >
        <TimelineChart story={story} />
      </Panel>
      <EuiSpacer size="l" />
      <CausesPanel id={incident.event.id} />
      <EuiSpacer size="l" />
      <Panel
        title={translate('logAi.incidents.evidence.title', { defaultMessage: 'Evidence' })}
        note={shownText(anomalies.length, anomaly_total)}
      >
        <EvidenceTable anomalies={anomalies} />
      </Panel>
      <EuiSpacer size="l" />
      <Panel
        title={translate('logAi.incidents.requests.title', { defaultMessage: 'Failed requests' })}
        note={shownText(requests.length, failed_requests)}
      >
        {requests.length > 0 ? (
          <FailedRequestsTable requests={requests} templates={templates} state={listStateOf(params)} />
        ) : (
          <EuiText size="s" color="subdued">
            <p>
              {translate('logAi.incidents.requests.none', {
                defaultMessage: 'No request failed in these services at that time.',
              })}
            </p>
          </EuiText>
        )}
      </Panel>
      <EuiSpacer size="l" />
      <NotesPanel incident={incident} />
    </>
  );
}

/** How many there are, and how many of them are listed. */
function shownText(shown: number, total: number): string {
  return shown < total
    ? translate('logAi.incidents.shown', {
        defaultMessage: 'first {shown} of {total}',
        values: { shown: formatCount(shown), total: formatCount(total) },
      })
    : formatCount(total);
}
