import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { useServices } from '../../app/services.ts';
import { ExpectForm } from '../../expectations/expect_form.tsx';
import { useTakeBack } from '../../expectations/use_expectations.ts';
import { translate } from '../../kibana/i18n.ts';
import { Score } from '../../severity/score.tsx';
import { decidedByText } from '../../severity/decided_by_text.ts';
import { SeverityTag } from '../../severity/severity_tag.tsx';
import { useTimeFormat } from '../../time/format_time.ts';
import { StatusBadge } from '../status_badge.tsx';
import { useExpectation } from './use_expectation.ts';

/**
 * How bad it is, whether it still is, and what people say of it. It stands at the top: at the bottom a toast about what
 * was said would hide the way back.
 */
export function Standing({ anomaly }: { readonly anomaly: Anomaly }) {
  const { may } = useServices();
  const format = useTimeFormat();
  const alone = useExpectation(anomaly.event.id);
  const advance = useTakeBack();
  const { status, expectation } = anomaly.anomaly;
  const { severity } = anomaly.log_ai;
  const isExpected = status === 'expected';
  const isInAdvance = expectation?.id !== undefined;
  const back =
    expectation?.id === undefined
      ? {
          text: translate('logAi.anomalies.expectation.undo', { defaultMessage: 'Undo' }),
          isLoading: alone.isLoading,
          take: () => alone.mutate(false),
        }
      : {
          text: translate('logAi.anomalies.expectation.takeBack', {
            defaultMessage: 'Take expectation back',
          }),
          isLoading: advance.isLoading,
          take: () => advance.mutate(expectation.id!),
        };
  const marked =
    expectation && (isInAdvance ? advanceText : markedText)(expectation.by, format.short(expectation.at));
  return (
    <>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          <Score score={anomaly.event.risk_score} />
        </EuiFlexItem>
        <EuiFlexItem>
          <span>
            <StatusBadge status={status} />
          </span>
        </EuiFlexItem>
        {severity && (
          <EuiFlexItem grow={false}>
            <span title={decidedByText(severity)}>
              <SeverityTag severity={severity.label} />
            </span>
          </EuiFlexItem>
        )}
        {may.edit && (
          <EuiFlexItem grow={false}>
            {!isExpected ? (
              <ExpectForm anomaly={anomaly} />
            ) : (
              <EuiButton size="s" iconType="editorUndo" isLoading={back.isLoading} onClick={back.take}>
                {back.text}
              </EuiButton>
            )}
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="xs" />
      <EuiText size="xs" color="subdued" textAlign="right">
        {(isExpected || may.edit) && (
          <p>
            {isExpected && marked}{' '}
            {isInAdvance
              ? translate('logAi.anomalies.expectation.listed', {
                  defaultMessage: 'Status lists all expectations and what they suppressed.',
                })
              : translate('logAi.anomalies.expectation.meaning', {
                  defaultMessage: 'Expected anomalies are left out of the overview and raise no alert.',
                })}
          </p>
        )}
      </EuiText>
    </>
  );
}

/** Who marked it, as far as that is known, and when. */
function markedText(by: string | undefined, time: string): string {
  return by === undefined
    ? translate('logAi.anomalies.expectation.markedAt', {
        defaultMessage: 'Marked as expected on {time}.',
        values: { time },
      })
    : translate('logAi.anomalies.expectation.markedBy', {
        defaultMessage: '{user} marked the anomaly as expected on {time}.',
        values: { user: by, time },
      });
}

/** Who said so in advance, as far as that is known, and when. */
function advanceText(by: string | undefined, time: string): string {
  return by === undefined
    ? translate('logAi.anomalies.expectation.advanceAt', {
        defaultMessage: 'Expected in advance on {time}.',
        values: { time },
      })
    : translate('logAi.anomalies.expectation.advanceBy', {
        defaultMessage: '{user} expected this in advance on {time}.',
        values: { user: by, time },
      });
}
