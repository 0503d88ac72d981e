import { useUrlState } from '../url/url_params.ts';
import { useListAsLeft } from '../url/use_list_as_left.ts';
import { FailedRequests } from './failed_requests.tsx';
import { RequestStory } from './request_story.tsx';

/** Failed requests and where they failed first, or the story of the one that is chosen. */
export function RequestsView() {
  const { request, outcome, service, type, sort, order, page, kql, filters, tab } = useUrlState().params;
  const list = useListAsLeft({
    isList: request === undefined,
    list: { outcome, service, type, sort, order, page, kql, filters, tab },
  });
  return request === undefined ? <FailedRequests /> : <RequestStory key={request} id={request} list={list} />;
}
