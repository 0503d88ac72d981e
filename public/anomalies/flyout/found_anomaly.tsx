import { EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { ReactNode } from 'react';
import type { Anomaly } from '../../../common/api.ts';
import { shareLevelsOf } from '../../../common/shares.ts';
import { useTemplates } from '../../api/use_templates.ts';
import { DiscoverLink } from '../../discover/discover_link.tsx';
import { anomalyQuery } from '../../../common/discover/log_queries.ts';
import { translate } from '../../kibana/i18n.ts';
import { useReasons } from '../reason_words.ts';
import { ContextNumbers } from './context_numbers.tsx';
import { Facts } from './facts.tsx';
import { FailedRequests } from './failed_requests.tsx';
import { NearestTemplates } from './nearest_templates.tsx';
import { RateChart } from './rate_chart.tsx';
import { SampleLines } from './sample_lines.tsx';
import { SequenceSteps } from './sequence_steps.tsx';
import { ValueQuantiles } from './value_quantiles.tsx';

/** All that is known of an anomaly, from what it is down to the lines. */
export function FoundAnomaly({ anomaly }: { readonly anomaly: Anomaly }) {
  const { samples } = anomaly.anomaly;
  const { template } = anomaly.log_ai;
  const isOfService = anomaly.subject.kind === 'service' || shareLevelsOf(anomaly.subject.kind) !== undefined;
  const { sentence } = useReasons();
  return (
    <>
      <EuiText css={{ overflowWrap: 'anywhere' }}>
        <p>{sentence(anomaly)}</p>
      </EuiText>
      <EuiSpacer size="m" />
      <Facts anomaly={anomaly} />
      <EuiSpacer size="l" />
      {anomaly.anomaly.type === 'sequence' && (
        <>
          <Heading>{translate('logAi.anomalies.flyout.steps', { defaultMessage: 'Steps' })}</Heading>
          <SequenceSteps anomaly={anomaly} />
          <EuiSpacer size="l" />
        </>
      )}
      {anomaly.anomaly.type === 'parameter' && (
        <>
          <Heading>{translate('logAi.anomalies.flyout.values', { defaultMessage: 'Values' })}</Heading>
          <ValueQuantiles anomaly={anomaly} />
          <EuiSpacer size="l" />
        </>
      )}
      {(template ?? isOfService) && (
        <>
          <Heading>
            {translate('logAi.anomalies.flyout.chart', { defaultMessage: 'Typical and actual rate' })}
          </Heading>
          <RateChart anomaly={anomaly} template={template?.id} />
          <EuiSpacer size="l" />
        </>
      )}
      <NearestTemplates anomaly={anomaly} />
      <FailedRequests anomaly={anomaly} />
      <Heading action={<AllLines anomaly={anomaly} />}>
        {translate('logAi.anomalies.flyout.lines', { defaultMessage: 'Lines' })}
      </Heading>
      {samples.length > 0 && (
        <>
          <SampleLines references={samples} />
          <EuiSpacer size="m" />
        </>
      )}
      <ContextNumbers anomaly={anomaly} />
    </>
  );
}

/** The way to every line that an anomaly is made of; those below it are a few. */
function AllLines({ anomaly }: { readonly anomaly: Anomaly }) {
  const { template } = anomaly.log_ai;
  const templates = useTemplates([template?.id]);
  const { id, former_ids = [] } = (template && templates.get(template.id)) ?? {};
  const ids = id === undefined ? [] : [id, ...former_ids];
  return (
    <DiscoverLink
      label={translate('logAi.discover.viewAll', { defaultMessage: 'View all in Discover' })}
      show={anomalyQuery(anomaly, ids)}
    />
  );
}

function Heading({ children, action }: { readonly children: string; readonly action?: ReactNode }) {
  return (
    <>
      <EuiFlexGroup alignItems="center" justifyContent="spaceBetween" gutterSize="s" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiTitle size="xxs">
            <h3>{children}</h3>
          </EuiTitle>
        </EuiFlexItem>
        {action !== undefined && <EuiFlexItem grow={false}>{action}</EuiFlexItem>}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
    </>
  );
}
