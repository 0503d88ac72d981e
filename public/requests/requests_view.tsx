import { useEffect, useRef } from 'react';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { FailedRequests } from './failed_requests.tsx';
import { RequestStory } from './request_story.tsx';

/** Failed requests and where they failed first, or the story of the one that is chosen. */
export function RequestsView() {
  const { request, service, type, sort, order, page, kql, filters } = useUrlState().params;
  // In a story the same parameters say which of its lines are shown: the way back leads to the list as it was left.
  const list = useRef<UrlPatch>({});
  useEffect(() => {
    if (request === undefined) list.current = { service, type, sort, order, page, kql, filters };
  });
  return request === undefined ? (
    <FailedRequests />
  ) : (
    <RequestStory key={request} id={request} list={list.current} />
  );
}
