import { EuiButtonEmpty } from '@elastic/eui';
import { useMemo } from 'react';
import type { RequestsResponse, Template } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { FailedRequestsTable } from './failed_requests_table.tsx';
import { failedAt, type LiveId } from './failure_groups.ts';
import { listTitle } from './outcome_filter.tsx';
import { NoMatch } from './no_match.tsx';
import { filterPatch, type ListState } from './list_state.ts';

/**
 * The failed requests that the filter lets through.
 *
 * @param all - The newest of all failed requests.
 */
export function FailedRequestsPanel({
  all,
  templates,
  liveId,
  state,
  document_filter,
}: {
  readonly all: RequestsResponse;
  readonly templates: ReadonlyMap<string, Template>;
  readonly liveId: LiveId;
  readonly state: ListState;
  /** What all of them were narrowed to, as the API takes it. */
  readonly document_filter: string | undefined;
}) {
  const { range } = useTime();
  const { set } = useUrlState();
  const { service, template } = state.filter;
  const isFiltered = service !== undefined || template !== undefined;
  // Where not all are here, those that are filtered for may be among the others.
  const isComplete = !isFiltered || all.total <= all.requests.length;
  const asked = useAnswer(
    'requests',
    isComplete
      ? undefined
      : {
          query: {
            ...range,
            outcome: state.outcome,
            size: API_LIMITS.page,
            ...(document_filter !== undefined && { filter: document_filter }),
            ...(service !== undefined && { service }),
            ...(template !== undefined && template !== 'none' && { template_id: template.id }),
          },
        },
  );
  const answer = isComplete ? { data: all, error: null, isFetching: false } : asked;
  const requests = useMemo(
    () => (answer.data?.requests ?? []).filter((request) => failedAt(request, state.filter, liveId)),
    [answer.data, state.filter, liveId],
  );
  const clear = () => set(filterPatch({}));
  const total = isComplete || template === 'none' ? requests.length : (answer.data?.total ?? 0);
  return (
    <Panel
      title={listTitle(state.outcome)}
      note={answer.data && countText(requests.length, isFiltered ? total : all.total)}
      action={
        isFiltered && (
          <EuiButtonEmpty size="xs" flush="right" iconType="cross" iconSide="right" onClick={clear}>
            {filterText(state.filter)}
          </EuiButtonEmpty>
        )
      }
    >
      <Answered answer={answer}>
        {() =>
          requests.length === 0 ? (
            <NoMatch onClear={clear} />
          ) : (
            <FailedRequestsTable requests={requests} templates={templates} state={state} />
          )
        }
      </Answered>
    </Panel>
  );
}

function countText(shown: number, total: number): string {
  return shown < total
    ? translate('logAi.requests.failed.newest', {
        defaultMessage: 'newest {shown} of {count, plural, one {# request} other {# requests}}',
        values: { shown: formatCount(shown), count: total },
      })
    : translate('logAi.requests.failed.count', {
        defaultMessage: '{count, plural, one {# request} other {# requests}}',
        values: { count: total },
      });
}

function filterText({ service, template }: ListState['filter']): string {
  const place = service?.slice(0, 60);
  if (place === undefined)
    return translate('logAi.requests.failed.byError', { defaultMessage: 'First error: selected' });
  return template === undefined
    ? translate('logAi.requests.failed.byService', {
        defaultMessage: 'First error in {service}',
        values: { service: place },
      })
    : translate('logAi.requests.failed.byServiceAndError', {
        defaultMessage: 'First error in {service}: selected',
        values: { service: place },
      });
}
