import { EuiBasicTable, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { Anomaly, FailedRequest } from '../../../common/api.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatDuration } from '../../quantities/format_quantity.ts';
import { useTimeFormat } from '../../time/format_time.ts';
import { ViewLink } from '../../url/view_link.tsx';
import { MINUTE_MS } from '../../../common/minutes.ts';

const SHOWN = 5;
/** A request begins before it fails; one that waits for timeouts takes minutes. */
const EARLIER_MS = 5 * MINUTE_MS;
const NANOSECONDS_A_MS = 1e6;

/** Requests that failed first with the lines of the anomaly; nothing where there are none, or it is of no service. */
export function FailedRequests({ anomaly }: { readonly anomaly: Anomaly }) {
  const { event, service, log_ai } = anomaly;
  if (!service || !log_ai.template) return null;
  return <FailedFirst event={event} service={service.name} template={log_ai.template.id} />;
}

function FailedFirst({
  event,
  service,
  template,
}: {
  readonly event: Anomaly['event'];
  readonly service: string;
  readonly template: string;
}) {
  const format = useTimeFormat();
  const range = {
    from: new Date(Date.parse(event.start) - EARLIER_MS).toISOString(),
    to: new Date(Math.max(Date.parse(event.end), Date.parse(event.start) + MINUTE_MS)).toISOString(),
  };
  const { data } = useAnswer('requests', {
    query: { ...range, outcome: 'failed', service, template_id: template, size: SHOWN },
  });
  if (!data || data.total === 0) return null;
  return (
    <>
      <EuiTitle size="xxs">
        <h3>{translate('logAi.anomalies.requests.title', { defaultMessage: 'Failed requests' })}</h3>
      </EuiTitle>
      <EuiText size="xs" color="subdued">
        <p>
          {data.total > data.requests.length
            ? translate('logAi.anomalies.requests.countOfNewest', {
                defaultMessage:
                  '{count, plural, one {# request failed here first} other {# requests failed here first}}; showing the newest {shown}.',
                values: { count: data.total, shown: data.requests.length },
              })
            : translate('logAi.anomalies.requests.count', {
                defaultMessage:
                  '{count, plural, one {# request failed here first.} other {# requests failed here first.}}',
                values: { count: data.total },
              })}{' '}
          <ViewLink view="requests" patch={{ ...range, service }}>
            {translate('logAi.anomalies.requests.all', {
              defaultMessage: 'Show all failed requests in {service} at that time',
              values: { service },
            })}
          </ViewLink>
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiBasicTable<FailedRequest>
        tableCaption={translate('logAi.anomalies.requests.caption', {
          defaultMessage: 'Requests with this template as first error',
        })}
        compressed
        items={data.requests}
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
