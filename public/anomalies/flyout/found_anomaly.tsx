import { EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { ContextNumbers } from './context_numbers.tsx';
import { Facts } from './facts.tsx';
import { FailedRequests } from './failed_requests.tsx';
import { RateChart } from './rate_chart.tsx';
import { SampleLines } from './sample_lines.tsx';

/** All that is known of an anomaly, from what it is down to the lines. */
export function FoundAnomaly({ anomaly }: { readonly anomaly: Anomaly }) {
  const { samples } = anomaly.anomaly;
  const { template } = anomaly.log_ai;
  return (
    <>
      <EuiText css={{ overflowWrap: 'anywhere' }}>
        <p>{anomaly.event.reason}</p>
      </EuiText>
      <EuiSpacer size="m" />
      <Facts anomaly={anomaly} />
      <EuiSpacer size="l" />
      {template && (
        <>
          <Heading>Typical against actual</Heading>
          <RateChart anomaly={anomaly} template={template.id} />
          <EuiSpacer size="l" />
        </>
      )}
      <FailedRequests anomaly={anomaly} />
      {samples.length > 0 && (
        <>
          <Heading>Some of its lines</Heading>
          <SampleLines references={samples} />
          <EuiSpacer size="m" />
        </>
      )}
      <ContextNumbers anomaly={anomaly} />
    </>
  );
}

function Heading({ children }: { readonly children: string }) {
  return (
    <>
      <EuiTitle size="xxs">
        <h3>{children}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
    </>
  );
}
