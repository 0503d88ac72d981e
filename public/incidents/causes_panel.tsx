import { EuiText, EuiTitle, useEuiTheme } from '@elastic/eui';
import type { IncidentCauses } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatShare } from '../quantities/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Panel } from '../states/panel.tsx';
import { canBeSaid, causeText } from './cause_text.ts';

/** Where an incident began by how its requests went: services with clear evidence, the most likely first. */
export function CausesPanel({ id }: { readonly id: string }) {
  const answer = useAnswer('incident_causes', { id });
  return (
    <Panel
      title={translate('logAi.incidents.causes.title', { defaultMessage: 'Where it began' })}
      note={answer.data && comparedText(answer.data)}
    >
      <Answered answer={answer}>
        {({ causes }) => (
          <div data-test-subj={TEST_IDS.incidentCauses}>
            {causes.length === 0 ? (
              <EuiText size="s" color="subdued">
                <p>
                  {translate('logAi.incidents.causes.none', {
                    defaultMessage:
                      'Requests of this time do not show where it began: they went as those before it, or there are too few.',
                  })}
                </p>
              </EuiText>
            ) : (
              <Causes causes={causes} />
            )}
          </div>
        )}
      </Answered>
    </Panel>
  );
}

function Causes({ causes }: Pick<IncidentCauses, 'causes'>) {
  const { euiTheme } = useEuiTheme();
  return (
    <ol css={{ display: 'grid', gap: euiTheme.size.m }}>
      {causes.map(({ service, evidence }, rank) => (
        <li key={service}>
          <EuiTitle size="xxs">
            <h4>
              {rank + 1}. {service}
            </h4>
          </EuiTitle>
          <EuiText size="s">
            <ul>
              {evidence.filter(canBeSaid).map((one) => {
                const text = causeText(one);
                return (
                  <li key={text} css={{ overflowWrap: 'anywhere' }}>
                    {text}
                  </li>
                );
              })}
            </ul>
          </EuiText>
        </li>
      ))}
    </ol>
  );
}

function comparedText({ requests, share }: IncidentCauses): string {
  return share < 1
    ? translate('logAi.incidents.causes.sampled', {
        defaultMessage:
          '{requests, plural, one {# request} other {# requests}} compared with those of the hour before, {share} of all',
        values: { requests, share: formatShare(share) },
      })
    : translate('logAi.incidents.causes.compared', {
        defaultMessage:
          '{requests, plural, one {# request} other {# requests}} compared with those of the hour before',
        values: { requests },
      });
}
