import { EuiLoadingChart, EuiSkeletonText, EuiText } from '@elastic/eui';
import type { ReactNode } from 'react';
import { isLocalRefusal } from '../api/local_refusal.ts';
import type { Answer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';

/**
 * Shows an answer once it is here, and something in its place until then. What concerns the whole page, such as a
 * service that does not answer, is told by `ConnectionProblem`; here it only says that nothing is known.
 *
 * @param placeholder - `text` for tables and lists, `chart` for charts of the given height.
 */
export function Answered<T>({
  answer,
  placeholder = 'text',
  height,
  children,
}: {
  readonly answer: Answer<T>;
  readonly placeholder?: 'text' | 'chart';
  readonly height?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const { data, error } = answer;
  if (data !== undefined) return <>{children(data)}</>;
  const inPlace = {
    minHeight: height,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
  } as const;
  if (error) {
    return (
      <div css={inPlace}>
        <EuiText size="s" color="subdued">
          <p>
            {isLocalRefusal(error)
              ? error.message
              : translate('logAi.states.noAnswer', { defaultMessage: 'No data' })}
          </p>
        </EuiText>
      </div>
    );
  }
  if (placeholder === 'chart') {
    return (
      <div css={inPlace}>
        <EuiLoadingChart size="l" />
      </div>
    );
  }
  return (
    <EuiSkeletonText
      lines={4}
      isLoading
      contentAriaLabel={translate('logAi.states.loading', { defaultMessage: 'Loading' })}
    />
  );
}
