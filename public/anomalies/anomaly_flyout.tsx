import {
  EuiButton,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { ApiError } from '../api/api_client.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { CreateRuleFooter } from '../rules/create_rule.tsx';
import { ruleOfAnomaly } from '../rules/new_rule.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { anomalyTypeText } from './anomaly_type_label.ts';
import { FoundAnomaly } from './flyout/found_anomaly.tsx';
import { Standing } from './flyout/standing.tsx';
import { inPlace } from './place.ts';

/** One anomaly, over whatever view is open. */
export function AnomalyFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const titleId = useGeneratedHtmlId();
  const answer = useAnswer('anomaly', { id });
  const { data, error } = answer;
  return (
    <EuiFlyout onClose={onClose} aria-labelledby={titleId} size="m" maxWidth={900}>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2 id={titleId} css={{ overflowWrap: 'anywhere' }}>
            {data
              ? inPlace(anomalyTypeText(data.anomaly.type), data)
              : translate('logAi.anomalies.flyout.title', { defaultMessage: 'Anomaly' })}
          </h2>
        </EuiTitle>
        {data && <Standing anomaly={data} />}
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {error instanceof ApiError && error.code === 'not_found' ? (
          <Nothing
            title={translate('logAi.anomalies.flyout.notFound', { defaultMessage: 'Anomaly not found' })}
            iconType="clock"
            actions={
              <EuiButton size="s" onClick={onClose}>
                {translate('logAi.anomalies.flyout.close', { defaultMessage: 'Close' })}
              </EuiButton>
            }
          >
            {translate('logAi.anomalies.flyout.notFoundHint', {
              defaultMessage:
                'The anomaly might have been deleted. By default, anomalies are kept for 365 days.',
            })}
          </Nothing>
        ) : (
          <Answered answer={answer}>{(anomaly) => <FoundAnomaly anomaly={anomaly} />}</Answered>
        )}
      </EuiFlyoutBody>
      <CreateRuleFooter rule={data && ruleOfAnomaly(data)} />
    </EuiFlyout>
  );
}
