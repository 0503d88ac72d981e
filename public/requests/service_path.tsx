import { EuiToolTip, useEuiTheme } from '@elastic/eui';
import { Fragment } from 'react';
import { translate } from '../kibana/i18n.ts';
import { pathSteps, pathText } from './path_steps.ts';

/** The services that a request crossed, with the one that failed first set apart. The tooltip has all of them. */
export function ServicePath({
  services,
  failing,
}: {
  readonly services: readonly string[];
  readonly failing: string;
}) {
  const { euiTheme } = useEuiTheme();
  const steps = pathSteps({ services, failing });
  const isShort = steps.length < services.length;
  return (
    <EuiToolTip content={pathText({ services, failing })} position="top">
      {/* Only what is cut short needs the tooltip, and so the keyboard. */}
      <span css={{ overflowWrap: 'anywhere' }} {...(isShort && { tabIndex: 0 })}>
        {steps.map((step, index) => (
          <Fragment key={index}>
            {index > 0 && <span css={{ color: euiTheme.colors.subduedText }}> → </span>}
            {'left_out' in step ? (
              <span css={{ color: euiTheme.colors.subduedText }}>
                {translate('logAi.requests.path.more', {
                  defaultMessage: '{count} more',
                  values: { count: step.left_out },
                })}
              </span>
            ) : step.is_failing ? (
              <strong css={{ color: euiTheme.colors.dangerText }}>{step.service}&nbsp;✗</strong>
            ) : (
              step.service
            )}
          </Fragment>
        ))}
      </span>
    </EuiToolTip>
  );
}
