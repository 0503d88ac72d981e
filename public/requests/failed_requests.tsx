import { EuiSpacer } from '@elastic/eui';
import { useMemo } from 'react';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useTemplates } from '../api/use_templates.ts';
import { FilteredDocuments } from '../filters/document_filter_bar.tsx';
import { NO_DOCUMENT_FILTER, useDocumentFilter } from '../filters/use_document_filter.ts';
import { translate } from '../kibana/i18n.ts';
import { ServiceMapPanel } from '../service_map/service_map_panel.tsx';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { FailureGroupsPanel } from './failure_groups_panel.tsx';
import { namedTemplateIds } from './failure_groups.ts';
import { FailedRequestsPanel } from './failed_requests_panel.tsx';
import { listTitle, OutcomeFilter } from './outcome_filter.tsx';
import { NoMatch } from './no_match.tsx';
import { FindRequest } from './find_request.tsx';
import { filterPatch, listStateOf } from './list_state.ts';
import { requestTabOf, RequestTabs } from './request_tabs.tsx';
import { PathGroupsPanel } from './path_groups_panel.tsx';
import { SharedTraitsPanel } from './shared_traits_panel.tsx';

/** The failed requests of the chosen time. */
export function FailedRequests() {
  const { range } = useTime();
  const { params, set } = useUrlState();
  const state = listStateOf(params);
  const tab = requestTabOf(params);
  const document_filter = useDocumentFilter('requests');
  const { filter, problem } = document_filter;
  const { outcome } = state;
  const query = { ...range, outcome, size: API_LIMITS.page, ...(filter !== undefined && { filter }) };
  const failed = useAnswer('requests', problem === undefined ? { query } : undefined);
  const { data: counted } = useAnswer(
    'request_counts',
    problem === undefined && tab === 'errors'
      ? { query: { ...range, outcome, ...(filter !== undefined && { filter }) } }
      : undefined,
  );
  const ids = useMemo(() => namedTemplateIds(failed.data?.requests ?? [], counted), [failed.data, counted]);
  const templates = useTemplates(ids.slice(0, API_LIMITS.ids));
  const liveId = useMemo(() => (id: string) => templates.get(id)?.id ?? id, [templates]);
  return (
    <FilteredDocuments filter={document_filter}>
      <div css={{ maxWidth: 480 }}>
        <FindRequest />
      </div>
      <EuiSpacer size="m" />
      <RequestTabs tab={tab} />
      <EuiSpacer size="l" />
      {tab === 'map' && <ServiceMapPanel />}
      {tab === 'shared' && <SharedTraitsPanel filter={state.filter} document_filter={filter} />}
      {tab !== 'errors' && <EuiSpacer size="l" />}
      <Answered answer={failed}>
        {(answer) => (
          <>
            <OutcomeFilter
              outcome={outcome}
              totals={answer.totals}
              onChange={(other) =>
                set({ ...filterPatch({}), outcome: other === 'failed' ? undefined : other })
              }
            />
            <EuiSpacer size="m" />
            {answer.requests.length === 0 ? (
              <Panel title={listTitle(outcome)}>
                {filter === undefined ? (
                  outcome === 'failed' ? (
                    <NoneFailed />
                  ) : (
                    <NoneDegraded />
                  )
                ) : (
                  <NoMatch onClear={() => set({ ...filterPatch({}), ...NO_DOCUMENT_FILTER })} />
                )}
              </Panel>
            ) : (
              <>
                {tab === 'errors' && counted && (
                  <>
                    <FailureGroupsPanel
                      answer={answer}
                      counted={counted}
                      templates={templates}
                      liveId={liveId}
                      filter={state.filter}
                    />
                    <EuiSpacer size="l" />
                    <PathGroupsPanel counted={counted} templates={templates} />
                    <EuiSpacer size="l" />
                  </>
                )}
                <FailedRequestsPanel
                  key={JSON.stringify(filterPatch(state.filter))}
                  all={answer}
                  templates={templates}
                  liveId={liveId}
                  state={state}
                  document_filter={filter}
                />
              </>
            )}
          </>
        )}
      </Answered>
    </FilteredDocuments>
  );
}

function NoneDegraded() {
  return (
    <Nothing
      title={translate('logAi.requests.degraded.none', {
        defaultMessage: 'No degraded requests in this time range',
      })}
      iconType="checkInCircleFilled"
    />
  );
}

function NoneFailed() {
  return (
    <Nothing
      title={translate('logAi.requests.failed.none', {
        defaultMessage: 'No failed requests in this time range',
      })}
      iconType="checkInCircleFilled"
    >
      {translate('logAi.requests.failed.noneHint', {
        defaultMessage:
          'Try a longer time range. To find any other request, enter its ID in the field above.',
      })}
    </Nothing>
  );
}
