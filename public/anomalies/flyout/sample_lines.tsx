import { EuiCodeBlock, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import type { Line } from '../../../common/api.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import { useLines } from '../../api/use_answer.ts';
import { countOf, formatCount } from '../../../common/format_quantity.ts';
import { DiscoverLink } from '../../discover/discover_link.tsx';
import { linesQuery } from '../../discover/log_queries.ts';
import { Level } from '../../severity/level.tsx';
import { Answered } from '../../states/answered.tsx';
import { useTimeFormat } from '../../time/format_time.ts';

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
                {countOf(missing.length, 'line')} {lines.length > 0 && 'more '}
                {missing.length === 1 ? 'is' : 'are'} deleted or not for you to see.
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
  const { service, level, message, cut_characters } = line;
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiText size="xs" color="subdued">
            {line['@timestamp'] === undefined ? 'without a time' : format.full(line['@timestamp'])}
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
        <EuiFlexItem grow={false}>
          <DiscoverLink isIcon label="View this line in Discover" show={linesQuery([line])} />
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
          {formatCount(cut_characters)} characters more in Discover
        </EuiText>
      )}
      <EuiSpacer size="s" />
    </>
  );
}
