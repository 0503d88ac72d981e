import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { useServices } from '../../app/services.ts';
import { Score } from '../../severity/score.tsx';
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
  const { mutate, isLoading } = useExpectation(anomaly.event.id);
  const { status, expectation } = anomaly.anomaly;
  const isExpected = status === 'expected';
  const said = expectation && ` ${sayingOf(expectation.by)} on ${format.short(expectation.at)}.`;
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
        {may.edit && (
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
        )}
      </EuiFlexGroup>
      <EuiSpacer size="xs" />
      <EuiText size="xs" color="subdued" textAlign="right">
        {(isExpected || may.edit) && (
          <p>
            {isExpected
              ? `It does not count as wrong; the next of its kind will be shown again.${said ?? ''}`
              : 'Expected, it no longer counts as wrong; the next of its kind will be shown again.'}
          </p>
        )}
      </EuiText>
    </>
  );
}

const sayingOf = (by: string | undefined) => (by === undefined ? 'Said so' : `${by} said so`);
