import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { Score } from '../../severity/score.tsx';
import { StatusBadge } from '../status_badge.tsx';
import { useExpectation } from './use_expectation.ts';

/**
 * How bad it is, whether it still is, and what people say of it. It stands at the top: at the bottom a toast about what
 * was said would hide the way back.
 */
export function Standing({ anomaly }: { readonly anomaly: Anomaly }) {
  const { mutate, isLoading } = useExpectation(anomaly.event.id);
  const { status } = anomaly.anomaly;
  const isExpected = status === 'expected';
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
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType={isExpected ? 'editorUndo' : 'check'}
            isLoading={isLoading}
            onClick={() => mutate(!isExpected)}
          >
            {isExpected ? 'Take back' : 'Mark as expected'}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="xs" />
      <EuiText size="xs" color="subdued" textAlign="right">
        <p>
          {isExpected
            ? 'It does not count as wrong; the next of its kind will be shown again.'
            : 'Expected, it no longer counts as wrong; the next of its kind will be shown again.'}
        </p>
      </EuiText>
    </>
  );
}
