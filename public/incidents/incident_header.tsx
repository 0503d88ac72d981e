import {
  EuiButton,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useEuiTheme,
} from '@elastic/eui';
import type { Incident } from '../../common/api.ts';
import { lengthText } from '../anomalies/span_text.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Score } from '../severity/score.tsx';
import { Fact } from '../states/fact.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { headlineOf, titleOf } from './headline.ts';
import { IncidentStatusBadges } from './incident_status.tsx';
import { useAcknowledgement } from './use_incident_acts.ts';

/** What happened, how bad it is, and who looks after it. */
export function IncidentHeader({ incident }: { readonly incident: Incident }) {
  const { euiTheme } = useEuiTheme();
  const format = useTimeFormat();
  const { event, incident: facts } = incident;
  const { what, amount } = headlineOf(incident);
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m">
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem css={{ minWidth: 'min(100%, 240px)' }}>
          <EuiTitle size="s">
            <h2 css={{ overflowWrap: 'anywhere' }}>{titleOf(incident)}</h2>
          </EuiTitle>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <IncidentStatusBadges incident={facts} />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <Acknowledge incident={incident} />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <EuiText
        size="s"
        css={{
          overflowWrap: 'anywhere',
          ...(amount !== undefined && { fontFamily: euiTheme.font.familyCode }),
        }}
      >
        {what}
      </EuiText>
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="xl" wrap responsive={false}>
        <Fact name={translate('logAi.incidents.facts.score', { defaultMessage: 'Score' })}>
          <Score score={event.risk_score} />
        </Fact>
        <Fact name={translate('logAi.incidents.facts.started', { defaultMessage: 'Started' })}>
          {format.full(event.start)}
        </Fact>
        <Fact name={translate('logAi.incidents.facts.duration', { defaultMessage: 'Duration' })}>
          {lengthText(event)}
        </Fact>
        <Fact name={translate('logAi.incidents.facts.services', { defaultMessage: 'Services' })}>
          {formatCount(facts.services.length)}
        </Fact>
        <Fact name={translate('logAi.incidents.facts.anomalies', { defaultMessage: 'Anomalies' })}>
          {formatCount(facts.anomaly_total)}
        </Fact>
        <Fact name={translate('logAi.incidents.facts.requests', { defaultMessage: 'Failed requests' })}>
          {formatCount(facts.failed_requests)}
        </Fact>
      </EuiFlexGroup>
    </EuiPanel>
  );
}

function Acknowledge({ incident: { event, incident } }: { readonly incident: Incident }) {
  const { may } = useServices();
  const format = useTimeFormat();
  const acknowledge = useAcknowledgement(event.id);
  const { acknowledged } = incident;
  return (
    <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} wrap>
      {acknowledged && (
        <EuiFlexItem grow={false}>
          <EuiText size="xs" color="subdued">
            {acknowledged.by === undefined
              ? format.short(acknowledged.at)
              : translate('logAi.incidents.acknowledgedBy', {
                  defaultMessage: '{user}, {time}',
                  values: { user: acknowledged.by, time: format.short(acknowledged.at) },
                })}
          </EuiText>
        </EuiFlexItem>
      )}
      {may.edit && (
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType={acknowledged ? 'editorUndo' : 'check'}
            isLoading={acknowledge.isLoading}
            onClick={() => acknowledge.mutate(!acknowledged)}
          >
            {acknowledged
              ? translate('logAi.incidents.release', { defaultMessage: 'Undo acknowledgement' })
              : translate('logAi.incidents.acknowledge', { defaultMessage: 'Acknowledge' })}
          </EuiButton>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}
