import { useUrlState } from '../url/url_params.ts';
import { FailedRequests } from './failed_requests.tsx';
import { RequestStory } from './request_story.tsx';

/** Failed requests and where they failed first, or the story of the one that is chosen. */
export function RequestsView() {
  const { request } = useUrlState().params;
  return request === undefined ? <FailedRequests /> : <RequestStory key={request} id={request} />;
}
