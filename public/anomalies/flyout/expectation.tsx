import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { useExpectation } from './use_expectation.ts';

/** What people say of an anomaly, and what follows from it. */
export function Expectation({
  anomaly,
  onClose,
}: {
  readonly anomaly: Anomaly;
  readonly onClose: () => void;
}) {
  const { mutate, isLoading } = useExpectation(anomaly.event.id);
  const isExpected = anomaly.anomaly.status === 'expected';
  return (
    <EuiFlexGroup alignItems="center" justifyContent="spaceBetween" gutterSize="m" responsive={false}>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty flush="left" onClick={onClose}>
          Close
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem>
        <EuiText size="xs" color="subdued" textAlign="right">
          <p>
            {isExpected
              ? 'It does not count as wrong; the next of its kind will be shown again.'
              : 'Then it no longer counts as wrong; the next of its kind will be shown again.'}
          </p>
        </EuiText>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButton
          fill={!isExpected}
          iconType={isExpected ? 'editorUndo' : 'check'}
          isLoading={isLoading}
          onClick={() => mutate(!isExpected)}
        >
          {isExpected ? 'Take back' : 'Mark as expected'}
        </EuiButton>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
