import { EuiFlexGroup, EuiFlexItem, EuiText } from '@elastic/eui';
import type { Anomaly, Template } from '../../../common/api.ts';
import { useReasons } from '../../anomalies/reason_words.ts';
import { spanText } from '../../anomalies/span_text.ts';
import { StatusBadge } from '../../anomalies/status_badge.tsx';
import { useAnswer } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { Score } from '../../severity/score.tsx';
import { Answered } from '../../states/answered.tsx';
import { useTimeFormat } from '../../time/format_time.ts';
import { useTime } from '../../time/time_context.tsx';
import { HereLink } from '../../url/here_link.tsx';
import { Section } from './section.tsx';

/** Anomalies that are named; there is a view for all of them. */
const SHOWN = 5;

/** What was abnormal about a template in the chosen time. */
export function Anomalies({ template: { id } }: { readonly template: Template }) {
  const { range } = useTime();
  const answer = useAnswer('anomalies', { query: { ...range, template_id: id, size: SHOWN } });
  return (
    <Section title={translate('logAi.templates.anomalies.title', { defaultMessage: 'Anomalies' })}>
      <Answered answer={answer}>
        {({ total, anomalies }) => (
          <>
            {anomalies.map((anomaly) => (
              <AnomalyRow key={anomaly.event.id} anomaly={anomaly} />
            ))}
            {(total === 0 || total > anomalies.length) && (
              <EuiText size="xs" color="subdued">
                {total === 0
                  ? translate('logAi.templates.anomalies.none', {
                      defaultMessage: 'No anomalies in this time range.',
                    })
                  : translate('logAi.templates.anomalies.more', {
                      defaultMessage: 'and {count, plural, one {# older anomaly} other {# older anomalies}}',
                      values: { count: total - anomalies.length },
                    })}
              </EuiText>
            )}
          </>
        )}
      </Answered>
    </Section>
  );
}

function AnomalyRow({ anomaly: found }: { readonly anomaly: Anomaly }) {
  const { event, anomaly } = found;
  const { sentence } = useReasons();
  const format = useTimeFormat();
  return (
    <EuiFlexGroup gutterSize="m" responsive={false} css={{ marginBottom: 8 }}>
      <EuiFlexItem grow={false} css={{ minWidth: 48 }}>
        <Score score={event.risk_score} />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 0 }}>
        <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
          <HereLink patch={{ template: undefined, anomaly: event.id }}>{sentence(found)}</HereLink>
        </EuiText>
        <EuiText size="xs" color="subdued">
          {spanText(format.short(event.start), format.short(event.end))}
        </EuiText>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <StatusBadge status={anomaly.status} />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
