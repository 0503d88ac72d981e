import { EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { useMemo, useRef } from 'react';
import type { RequestStoryResponse } from '../../common/api.ts';
import { ApiError } from '../api/api_client.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { Panel } from '../states/panel.tsx';
import { BackLink } from '../url/back_link.tsx';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { FindRequest } from './find_request.tsx';
import { LinesPanel } from './lines_panel.tsx';
import { RequestNotFound } from './request_not_found.tsx';
import { linesStateOf } from './story_lines.ts';
import { StoryHeader } from './story_header.tsx';
import { waterfallOf } from './waterfall.ts';
import { WaterfallChart } from './waterfall_chart.tsx';
import { ComparisonPanel } from './comparison_panel.tsx';
import { StoryNotes } from './story_notes.tsx';

/** How one request went across services, beside others of its path, and its lines. */
export function RequestStory({
  id,
  list,
}: {
  readonly id: string;
  /** What the list of requests was narrowed to and sorted by. */
  readonly list: UrlPatch;
}) {
  const story = useAnswer('request', { id });
  const isUnknown = story.error instanceof ApiError && story.error.code === 'not_found';
  return (
    <>
      <EuiFlexGroup alignItems="center" justifyContent="spaceBetween" gutterSize="m" wrap responsive={false}>
        <EuiFlexItem grow={false}>
          <BackLink view="requests" list={list}>
            {translate('logAi.requests.back', { defaultMessage: 'Failed requests' })}
          </BackLink>
        </EuiFlexItem>
        <EuiFlexItem css={{ maxWidth: 480, minWidth: 280 }}>
          <FindRequest />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {isUnknown ? (
        <RequestNotFound id={id} />
      ) : (
        <Answered answer={story}>{(data) => <Story story={data} />}</Answered>
      )}
    </>
  );
}

function Story({ story }: { readonly story: RequestStoryResponse }) {
  const { params, set } = useUrlState();
  const state = linesStateOf(params, story);
  const waterfall = useMemo(() => waterfallOf(story), [story]);
  const lines = useRef<HTMLDivElement>(null);
  const chooseSpan = (span: number) => {
    set({ span: span === state.span ? undefined : String(span), service: undefined, page: undefined });
    bringIntoView(lines.current);
  };
  return (
    <>
      <StoryHeader story={story} />
      <EuiSpacer size="l" />
      <StoryNotes story={story} />
      {story.outcome !== undefined && (
        <>
          <ComparisonPanel story={story} />
          <EuiSpacer size="l" />
        </>
      )}
      <Panel
        title={translate('logAi.requests.path.title', { defaultMessage: 'Path across services' })}
        note={translate('logAi.requests.path.note', {
          defaultMessage: 'calls below their callers; marks are lines',
        })}
      >
        <WaterfallChart waterfall={waterfall} chosen={state.span} onChoose={chooseSpan} />
      </Panel>
      <EuiSpacer size="l" />
      <div ref={lines} css={{ scrollMarginTop: 112 }}>
        <LinesPanel story={story} state={state} />
      </div>
    </>
  );
}

/** Scrolls only where what a click did would not be seen. */
function bringIntoView(element: HTMLElement | null): void {
  if (element && element.getBoundingClientRect().top > window.innerHeight * 0.75) {
    element.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }
}
