import { EuiBasicTable, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { Anomaly, FailedRequest } from '../../../common/api.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatDuration } from '../../quantities/format_quantity.ts';
import { useTimeFormat } from '../../time/format_time.ts';
import type { UrlPatch } from '../../url/url_params.ts';
import { ViewLink } from '../../url/view_link.tsx';
import { MINUTE_MS } from '../../../common/minutes.ts';

const SHOWN = 5;
/** A request begins before it fails; one that waits for timeouts takes minutes. */
const EARLIER_MS = 10 * MINUTE_MS;
const NANOSECONDS_A_MS = 1e6;

/** Requests of which an anomaly of sequences is made; of another one, those that failed first with its lines. Nothing where there are none. */
export function FailedRequests({ anomaly }: { readonly anomaly: Anomaly }) {
  const { event, service, log_ai } = anomaly;
  if (anomaly.anomaly.type === 'sequence')
    return (
      <Failed
        event={event}
        which={{ filter: JSON.stringify({ term: { anomaly_id: event.id } }) }}
        all={{ kql: `anomaly_id: "${event.id}"` }}
        texts={PART_OF_IT}
      />
    );
  if (!service || !log_ai.template) return null;
  const { name } = service;
  return (
    <Failed
      event={event}
      which={{ service: name, template_id: log_ai.template.id }}
      all={{ service: name }}
      texts={failedFirstIn(name)}
    />
  );
}

/** What is said of the requests. */
interface Texts {
  readonly count: (count: number) => string;
  readonly countOfNewest: (count: number, shown: number) => string;
  readonly all: () => string;
  readonly caption: () => string;
}

const failedFirstIn = (service: string): Texts => ({
  count: (count) =>
    translate('logAi.anomalies.requests.count', {
      defaultMessage:
        '{count, plural, one {# request failed here first.} other {# requests failed here first.}}',
      values: { count },
    }),
  countOfNewest: (count, shown) =>
    translate('logAi.anomalies.requests.countOfNewest', {
      defaultMessage:
        '{count, plural, one {# request failed here first} other {# requests failed here first}}; showing the newest {shown}.',
      values: { count, shown },
    }),
  all: () =>
    translate('logAi.anomalies.requests.all', {
      defaultMessage: 'Show all failed requests in {service} at that time',
      values: { service },
    }),
  caption: () =>
    translate('logAi.anomalies.requests.caption', {
      defaultMessage: 'Requests with this template as first error',
    }),
});

const PART_OF_IT: Texts = {
  count: (count) =>
    translate('logAi.anomalies.requests.part', {
      defaultMessage:
        '{count, plural, one {# request took these steps.} other {# requests took these steps.}}',
      values: { count },
    }),
  countOfNewest: (count, shown) =>
    translate('logAi.anomalies.requests.partOfNewest', {
      defaultMessage:
        '{count, plural, one {# request took these steps} other {# requests took these steps}}; showing the newest {shown}.',
      values: { count, shown },
    }),
  all: () => translate('logAi.anomalies.requests.partAll', { defaultMessage: 'Show all of them' }),
  caption: () =>
    translate('logAi.anomalies.requests.partCaption', { defaultMessage: 'Requests that took these steps' }),
};

function Failed({
  event,
  which,
  all,
  texts,
}: {
  readonly event: Anomaly['event'];
  readonly which: { readonly filter: string } | { readonly service: string; readonly template_id: string };
  /** The list of all of them. */
  readonly all: UrlPatch;
  readonly texts: Texts;
}) {
  const format = useTimeFormat();
  const range = {
    from: new Date(Date.parse(event.start) - EARLIER_MS).toISOString(),
    to: new Date(Math.max(Date.parse(event.end), Date.parse(event.start) + MINUTE_MS)).toISOString(),
  };
  const { data } = useAnswer('requests', { query: { ...range, outcome: 'failed', ...which, size: SHOWN } });
  if (!data || data.total === 0) return null;
  const { total, requests } = data;
  return (
    <>
      <EuiTitle size="xxs">
        <h3>{translate('logAi.anomalies.requests.title', { defaultMessage: 'Failed requests' })}</h3>
      </EuiTitle>
      <EuiText size="xs" color="subdued">
        <p>
          {total > requests.length ? texts.countOfNewest(total, requests.length) : texts.count(total)}{' '}
          <ViewLink view="requests" patch={{ ...range, ...all }}>
            {texts.all()}
          </ViewLink>
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiBasicTable<FailedRequest>
        tableCaption={texts.caption()}
        compressed
        items={requests}
        itemId="request_id"
        columns={[
          {
            name: translate('logAi.anomalies.requests.request', { defaultMessage: 'Request' }),
            render: ({ request_id }: FailedRequest) => (
              <span css={{ overflowWrap: 'anywhere' }}>
                <ViewLink view="requests" patch={{ request: request_id }}>
                  {request_id}
                </ViewLink>
              </span>
            ),
          },
          {
            name: translate('logAi.anomalies.requests.started', { defaultMessage: 'Started' }),
            render: ({ event: { start } }: FailedRequest) => format.short(start),
          },
          {
            name: translate('logAi.anomalies.requests.duration', { defaultMessage: 'Duration' }),
            width: '90px',
            render: ({ event: { duration } }: FailedRequest) => formatDuration(duration / NANOSECONDS_A_MS),
          },
          {
            name: translate('logAi.anomalies.requests.services', { defaultMessage: 'Services' }),
            width: '90px',
            align: 'right',
            render: ({ services }: FailedRequest) => services.length,
          },
        ]}
      />
      <EuiSpacer size="l" />
    </>
  );
}
