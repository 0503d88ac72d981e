import { useEuiTheme } from '@elastic/eui';
import { templatePieces } from './template_pieces.ts';

/**
 * A template with its parameters set apart.
 *
 * @param lines - Cut off after so many lines; the whole text is in the tooltip up to a length that one can read.
 */
export function TemplateText({
  text,
  parameters,
  lines,
}: {
  readonly text: string;
  readonly parameters: readonly { readonly name: string }[];
  readonly lines?: number;
}) {
  const { euiTheme } = useEuiTheme();
  const parameter = {
    color: euiTheme.colors.primaryText,
    backgroundColor: euiTheme.colors.lightestShade,
    borderRadius: euiTheme.border.radius.small,
    padding: `0 ${euiTheme.size.xxs}`,
  };
  const clamp = lines !== undefined && {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical' as const,
    WebkitLineClamp: lines,
    overflow: 'hidden',
  };
  return (
    <span
      css={{
        fontFamily: euiTheme.font.familyCode,
        fontWeight: euiTheme.font.weight.regular,
        overflowWrap: 'anywhere',
        whiteSpace: 'pre-wrap',
        // One style for all of them: a table has hundreds.
        '& > span': parameter,
        ...clamp,
      }}
      {...(lines !== undefined && { title: text.slice(0, 1000) })}
    >
      {templatePieces(
        text,
        parameters.map(({ name }) => name),
      ).map((piece, index) =>
        piece.isParameter ? <span key={index}>{`<${piece.text}>`}</span> : piece.text,
      )}
    </span>
  );
}
