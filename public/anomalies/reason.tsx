import { EuiText, useEuiTheme } from '@elastic/eui';
import type { Anomaly } from '../../common/api.ts';
import { HereLink } from '../url/here_link.tsx';
import { isMoreThanTemplate } from './reason_text.ts';
import { useReasons } from './reason_words.ts';

const TWO_LINES = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 2,
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;

/**
 * What is abnormal, in a table's cell, without what the columns beside it say. It opens the anomaly over the view that is there.
 *
 * @param place - Stands before it where no column names it.
 * @param note - Stands small below it.
 */
export function Reason({
  anomaly,
  place,
  note,
}: {
  readonly anomaly: Anomaly;
  readonly place?: string | undefined;
  readonly note?: string | undefined;
}) {
  const { euiTheme } = useEuiTheme();
  const reasons = useReasons();
  const { reason } = anomaly.anomaly;
  const isText = reason?.template !== undefined && !isMoreThanTemplate(reason);
  return (
    <div css={{ minWidth: 0 }}>
      <HereLink title={reasons.sentence(anomaly)} patch={{ anomaly: anomaly.event.id, template: undefined }}>
        <span css={TWO_LINES}>
          {place !== undefined && `${place}: `}
          <span css={isText ? { fontFamily: euiTheme.font.familyCode } : {}}>{reasons.what(anomaly)}</span>
        </span>
      </HereLink>
      {note !== undefined && (
        <EuiText size="xs" color="subdued">
          {note}
        </EuiText>
      )}
    </div>
  );
}
