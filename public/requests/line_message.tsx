import {
  EuiFlexGroup,
  EuiLink,
  EuiSkeletonText,
  EuiText,
  useEuiTheme,
  useResizeObserver,
} from '@elastic/eui';
import { type ReactNode, useLayoutEffect, useState } from 'react';
import type { Line } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { type KnownOfLine, lineBody } from './line_body.ts';

/** A line, or why it is not here. */
export type ReadLine = Line | 'reading' | 'failed' | 'missing';

const TELLS = {
  missing: () =>
    translate('logAi.requests.line.missing', { defaultMessage: 'Deleted or not visible to you' }),
  failed: () => translate('logAi.requests.line.failed', { defaultMessage: 'Unable to read this line' }),
};

/**
 * What a line says, cut off after three lines until somebody wants all of it.
 *
 * @param known - What columns beside it say, and the line need not say again.
 * @param children - What stands below it.
 */
export function LineMessage({
  line,
  known,
  children,
}: {
  readonly line: ReadLine;
  readonly known?: KnownOfLine;
  readonly children?: ReactNode;
}) {
  if (line === 'reading')
    return (
      <EuiSkeletonText
        lines={2}
        size="xs"
        isLoading
        contentAriaLabel={translate('logAi.requests.line.label', { defaultMessage: 'Line' })}
      />
    );
  if (typeof line !== 'string' && line.message !== undefined) {
    return (
      <Message
        text={known ? lineBody(line.message, known) : line.message}
        cut_characters={line.cut_characters ?? 0}
      >
        {children}
      </Message>
    );
  }
  return (
    <>
      <EuiText size="xs" color="subdued">
        <em>
          {typeof line === 'string'
            ? TELLS[line]()
            : translate('logAi.requests.line.noMessage', { defaultMessage: 'No message' })}
        </em>
      </EuiText>
      <EuiText size="xs">{children}</EuiText>
    </>
  );
}

function Message({
  text,
  cut_characters,
  children,
}: {
  readonly text: string;
  readonly cut_characters: number;
  readonly children: ReactNode;
}) {
  const { euiTheme } = useEuiTheme();
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [isWhole, setWhole] = useState(false);
  const [isCut, setCut] = useState(false);
  const { width } = useResizeObserver(element, 'width');
  useLayoutEffect(() => {
    if (element && !isWhole) setCut(element.scrollHeight > element.clientHeight + 1);
  }, [element, isWhole, text, width]);
  return (
    <>
      <div
        ref={setElement}
        css={{
          fontFamily: euiTheme.font.familyCode,
          overflowWrap: 'anywhere',
          whiteSpace: 'pre-wrap',
          tabSize: 4,
          ...(!isWhole && {
            display: '-webkit-box',
            WebkitBoxOrient: 'vertical',
            WebkitLineClamp: 3,
            overflow: 'hidden',
          }),
        }}
      >
        {text}
        {isWhole &&
          cut_characters > 0 &&
          `… (${translate('logAi.requests.line.cut', { defaultMessage: '{count, plural, one {# more character in Discover} other {# more characters in Discover}}', values: { count: cut_characters } })})`}
      </div>
      <EuiText size="xs">
        <EuiFlexGroup gutterSize="m" responsive={false} wrap css={{ rowGap: 0 }}>
          {children !== undefined && (
            <span css={{ display: 'inline-flex', alignItems: 'center', gap: euiTheme.size.s }}>
              {children}
            </span>
          )}
          {isCut && (
            <EuiLink aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole
                ? translate('logAi.requests.line.showLess', { defaultMessage: 'Show less' })
                : translate('logAi.requests.line.showMore', { defaultMessage: 'Show more' })}
            </EuiLink>
          )}
        </EuiFlexGroup>
      </EuiText>
    </>
  );
}
