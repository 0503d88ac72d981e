import { EuiCodeBlock, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { Line } from '../../../common/api.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import { useLines } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { DiscoverLink } from '../../discover/discover_link.tsx';
import { linesQuery } from '../../../common/discover/log_queries.ts';
import { Level } from '../../severity/level.tsx';
import { Answered } from '../../states/answered.tsx';
import { useTimeFormat } from '../../time/format_time.ts';
import { ViewLink } from '../../url/view_link.tsx';

/** Characters that a few lines of the flyout hold. */
const LONG = 400;

/** A few lines of an anomaly, as the one who looks may see them. */
export function SampleLines({ references }: { readonly references: readonly Reference[] }) {
  const answer = useLines(references);
  return (
    <Answered answer={answer}>
      {({ lines, missing }) => (
        <>
          {lines.map((line) => (
            <SampleLine key={`${line.reference._index}/${line.reference._id}`} line={line} />
          ))}
          {missing.length > 0 && (
            <EuiText size="xs" color="subdued">
              <p>
                {lines.length > 0
                  ? translate('logAi.anomalies.lines.moreMissing', {
                      defaultMessage:
                        '{count, plural, one {# more line was deleted or is not visible to you.} other {# more lines were deleted or are not visible to you.}}',
                      values: { count: missing.length },
                    })
                  : translate('logAi.anomalies.lines.missing', {
                      defaultMessage:
                        '{count, plural, one {# line was deleted or is not visible to you.} other {# lines were deleted or are not visible to you.}}',
                      values: { count: missing.length },
                    })}
              </p>
            </EuiText>
          )}
        </>
      )}
    </Answered>
  );
}

function SampleLine({ line }: { readonly line: Line }) {
  const format = useTimeFormat();
  const { service, level, message, cut_characters, request_id } = line;
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiText size="xs" color="subdued">
            {line['@timestamp'] === undefined
              ? translate('logAi.anomalies.lines.noTime', { defaultMessage: 'No timestamp' })
              : format.full(line['@timestamp'])}
          </EuiText>
        </EuiFlexItem>
        {level && (
          <EuiFlexItem grow={false}>
            <Level level={level} />
          </EuiFlexItem>
        )}
        <EuiFlexItem>
          <EuiText size="xs" css={{ overflowWrap: 'anywhere' }}>
            {service}
          </EuiText>
        </EuiFlexItem>
        {request_id !== undefined && (
          <EuiFlexItem grow={false}>
            <EuiText size="xs">
              <ViewLink view="requests" patch={{ request: request_id }}>
                {translate('logAi.anomalies.lines.request', { defaultMessage: 'View request' })}
              </ViewLink>
            </EuiText>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <DiscoverLink
            isIcon
            label={translate('logAi.discover.viewLine', { defaultMessage: 'View this line in Discover' })}
            show={linesQuery([line])}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="xs" />
      <EuiCodeBlock
        paddingSize="s"
        fontSize="s"
        language="text"
        isCopyable
        whiteSpace="pre-wrap"
        {...((message?.length ?? 0) > LONG && { overflowHeight: 120 })}
      >
        {message ?? ''}
      </EuiCodeBlock>
      {cut_characters !== undefined && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.anomalies.lines.cut', {
            defaultMessage:
              '{count, plural, one {# more character in Discover} other {# more characters in Discover}}',
            values: { count: cut_characters },
          })}
        </EuiText>
      )}
      <EuiSpacer size="s" />
    </>
  );
}
