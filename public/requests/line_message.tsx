import { EuiButtonEmpty, EuiSkeletonText, EuiText, useEuiTheme, useResizeObserver } from '@elastic/eui';
import { useLayoutEffect, useState } from 'react';
import type { Line } from '../../common/api.ts';
import { countOf } from '../charts/format_number.ts';

/** A line, or why it is not here. */
export type ReadLine = Line | 'reading' | 'failed' | 'missing';

const TELLS = {
  missing: 'gone, or not visible to you',
  failed: 'could not be read',
};

/** What a line says, cut off after three lines until somebody wants all of it. */
export function LineMessage({ line }: { readonly line: ReadLine }) {
  if (line === 'reading') return <EuiSkeletonText lines={1} size="s" isLoading contentAriaLabel="Line" />;
  if (typeof line === 'string') {
    return (
      <EuiText size="s" color="subdued">
        <em>{TELLS[line]}</em>
      </EuiText>
    );
  }
  if (line.message === undefined) {
    return (
      <EuiText size="s" color="subdued">
        <em>no message</em>
      </EuiText>
    );
  }
  return <Message text={line.message} cut_characters={line.cut_characters ?? 0} />;
}

function Message({ text, cut_characters }: { readonly text: string; readonly cut_characters: number }) {
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
          ...(!isWhole && {
            display: '-webkit-box',
            WebkitBoxOrient: 'vertical',
            WebkitLineClamp: 3,
            overflow: 'hidden',
          }),
        }}
      >
        {text}
      </div>
      {isWhole && cut_characters > 0 && (
        <EuiText size="xs" color="subdued">
          {countOf(cut_characters, 'more character')} in Discover
        </EuiText>
      )}
      {isCut && (
        <EuiButtonEmpty size="xs" flush="left" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : 'Show all of it'}
        </EuiButtonEmpty>
      )}
    </>
  );
}
