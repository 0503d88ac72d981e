import {
  EuiButtonIcon,
  EuiCallOut,
  EuiCopy,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useEuiTheme,
} from '@elastic/eui';
import { useMemo } from 'react';
import type { RequestStoryResponse } from '../../common/api.ts';
import { useLines } from '../api/use_answer.ts';
import { useTemplates } from '../api/use_templates.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration } from '../quantities/format_quantity.ts';
import { DiscoverLink } from '../discover/discover_link.tsx';
import { storyQuery } from '../../common/discover/log_queries.ts';
import { Fact } from '../states/fact.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { HereLink } from '../url/here_link.tsx';
import { ErrorText } from './error_text.tsx';
import { lineBody } from './line_body.ts';
import { OutcomeBadge } from './outcome_filter.tsx';
import { PartOfAnomaly } from './part_of_anomaly.tsx';
import { servicesOf } from './story_lines.ts';

/** What the callout has room for; the line stands below, whole. */
const FIRST_ERROR_LENGTH = 600;

/** What a request is known by and how it went. */
export function StoryHeader({ story }: { readonly story: RequestStoryResponse }) {
  const format = useTimeFormat();
  const { first_error, anomaly_id } = story;
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m">
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem css={{ minWidth: 0 }}>
          <RequestId story={story} />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <DiscoverLink
            label={translate('logAi.discover.viewLines', { defaultMessage: 'View lines in Discover' })}
            show={storyQuery(story)}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="xl" wrap responsive={false}>
        <Fact name={translate('logAi.requests.columns.started', { defaultMessage: 'Started' })}>
          {format.full(story.start)}
        </Fact>
        <Fact name={translate('logAi.requests.columns.duration', { defaultMessage: 'Duration' })}>
          {formatDuration(Date.parse(story.end) - Date.parse(story.start))}
        </Fact>
        <Fact name={translate('logAi.requests.columns.services', { defaultMessage: 'Services' })}>
          {formatCount(servicesOf(story).length)}
        </Fact>
        <Fact name={translate('logAi.requests.columns.lines', { defaultMessage: 'Lines' })}>
          {formatCount(story.line_count)}
        </Fact>
        <Fact name={translate('logAi.requests.columns.errors', { defaultMessage: 'Errors' })}>
          {formatCount(story.error_count)}
        </Fact>
      </EuiFlexGroup>
      {anomaly_id !== undefined && (
        <>
          <EuiSpacer size="m" />
          <EuiText size="s">
            <PartOfAnomaly anomaly_id={anomaly_id} />
          </EuiText>
        </>
      )}
      {first_error && (
        <>
          <EuiSpacer size="m" />
          <FirstError request_id={story.request_id} first_error={first_error} />
        </>
      )}
    </EuiPanel>
  );
}

function RequestId({ story }: { readonly story: RequestStoryResponse }) {
  const { request_id: id, request_ids = [] } = story;
  const { euiTheme } = useEuiTheme();
  return (
    <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false}>
      <EuiFlexItem grow={false} css={{ minWidth: 0 }}>
        <EuiTitle size="s">
          <h2 css={{ fontFamily: euiTheme.font.familyCode, overflowWrap: 'anywhere' }}>{id}</h2>
        </EuiTitle>
        {request_ids.length > 0 && (
          <EuiText size="xs" color="subdued" css={{ overflowWrap: 'anywhere' }}>
            {translate('logAi.requests.otherIds', {
              defaultMessage: 'Joined by {ids}',
              values: { ids: request_ids.join(', ') },
            })}
          </EuiText>
        )}
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiCopy textToCopy={id}>
          {(copy) => (
            <EuiButtonIcon
              iconType="copyClipboard"
              aria-label={translate('logAi.requests.copyId', { defaultMessage: 'Copy request ID' })}
              onClick={copy}
            />
          )}
        </EuiCopy>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <OutcomeBadge outcome={story.outcome} />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

/** The line in which it failed first, as its reader may see it; else what is known of it. */
function FirstError({
  request_id,
  first_error: { service, template_id, reference },
}: {
  readonly request_id: string;
  readonly first_error: NonNullable<RequestStoryResponse['first_error']>;
}) {
  const { euiTheme } = useEuiTheme();
  const templates = useTemplates([template_id]);
  const references = useMemo(() => [reference], [reference]);
  const message = useLines(references).data?.lines[0]?.message;
  const text =
    message === undefined ? (
      <ErrorText template_id={template_id} templates={templates} lines={3} />
    ) : (
      <EuiText size="xs" css={{ fontFamily: euiTheme.font.familyCode, overflowWrap: 'anywhere' }}>
        {lineBody(message, { service, request_id }).slice(0, FIRST_ERROR_LENGTH)}
      </EuiText>
    );
  return (
    <EuiCallOut
      size="s"
      color="danger"
      iconType="error"
      title={translate('logAi.requests.firstErrorIn', {
        defaultMessage: 'First error in {service}',
        values: { service },
      })}
    >
      {template_id === undefined ? (
        text
      ) : (
        <HereLink color="text" patch={{ template: template_id }}>
          {text}
        </HereLink>
      )}
    </EuiCallOut>
  );
}
