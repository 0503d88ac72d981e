import { EuiBadge, EuiScreenReaderOnly, useEuiTheme } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { formatDuration, formatOffset } from '../quantities/format_quantity.ts';
import { useLevelColors } from '../severity/level_colors.ts';
import type { OffsetTick } from '../../common/axis_ticks.ts';
import { gapText } from './gap_text.ts';
import type { WaterfallGap, WaterfallMark, WaterfallRow } from './waterfall.ts';

/** Names, axis and durations: the same for the head and all rows, so that they line up. */
export const WATERFALL_COLUMNS = 'clamp(100px, 22%, 280px) minmax(0, 1fr) 56px';

/** Indents of calls within calls; deeper ones stand below one another. */
const INDENT = 10;
const DEEPEST = 7;

const percent = (share: number) => `${share * 100}%`;

/** What one service did for a call: its name, its bar with a mark for each line, how long it took. A button for its lines. */
export function WaterfallSpan({
  row,
  ticks,
  gaps,
  isChosen,
  onChoose,
}: {
  readonly row: WaterfallRow;
  readonly ticks: readonly OffsetTick[];
  readonly gaps: readonly WaterfallGap[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { euiTheme } = useEuiTheme();
  const duration = formatDuration(row.end_ms - row.start_ms);
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      css={{
        display: 'grid',
        gridTemplateColumns: WATERFALL_COLUMNS,
        columnGap: euiTheme.size.m,
        alignItems: 'end',
        width: '100%',
        padding: `0 ${euiTheme.size.s}`,
        textAlign: 'left',
        fontSize: 12,
        lineHeight: '28px',
        ...(isChosen && { backgroundColor: euiTheme.focus.backgroundColor }),
        '&:hover': { backgroundColor: euiTheme.focus.backgroundColor },
        '&:focus-visible': { outlineOffset: -2 },
      }}
    >
      <span
        title={`${row.service}: ${tellsOf(row)}`}
        css={{
          position: 'relative',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          color: row.first_error ? euiTheme.colors.dangerText : euiTheme.colors.text,
          fontWeight: row.first_error ? euiTheme.font.weight.bold : undefined,
        }}
        style={{ paddingLeft: Math.min(row.depth, DEEPEST) * INDENT }}
      >
        {row.retry !== undefined && <Retry number={row.retry} />}
        {row.service}
        <EuiScreenReaderOnly>
          <span>
            {' '}
            {tellsOf(row)}, {translate('logAi.requests.span.duration', { defaultMessage: 'duration' })}
          </span>
        </EuiScreenReaderOnly>
      </span>
      <Track row={row} ticks={ticks} gaps={gaps} />
      <span css={{ color: euiTheme.colors.subduedText, textAlign: 'right', whiteSpace: 'nowrap' }}>
        {duration}
      </span>
    </button>
  );
}

/** That its caller tried again; before the name, which may be too long for its column. */
function Retry({ number }: { readonly number: number }) {
  const { euiTheme } = useEuiTheme();
  const text = translate('logAi.requests.span.retry', {
    defaultMessage: 'retry {number}',
    values: { number },
  });
  return (
    <span title={text} css={{ marginRight: euiTheme.size.xs, color: euiTheme.colors.warningText }}>
      <span aria-hidden>↻{number}</span>
      <EuiScreenReaderOnly>
        <span>{text}: </span>
      </EuiScreenReaderOnly>
    </span>
  );
}

function tellsOf({ start_ms, end_ms, line_count, error_count, first_error }: WaterfallRow): string {
  return [
    end_ms === start_ms
      ? translate('logAi.requests.span.at', {
          defaultMessage: 'at {time}',
          values: { time: formatOffset(start_ms) },
        })
      : translate('logAi.requests.span.range', {
          defaultMessage: 'from {from} to {to}',
          values: { from: formatOffset(start_ms), to: formatOffset(end_ms) },
        }),
    translate('logAi.requests.lines.count', {
      defaultMessage: '{count, plural, one {# line} other {# lines}}',
      values: { count: line_count },
    }),
    ...(error_count > 0
      ? [
          translate('logAi.requests.span.errors', {
            defaultMessage: '{count, plural, one {# error} other {# errors}}',
            values: { count: error_count },
          }),
        ]
      : []),
    ...(first_error
      ? [
          translate('logAi.requests.span.firstError', {
            defaultMessage: 'the first error of the request at {time}',
            values: { time: formatOffset(first_error.offset_ms) },
          }),
        ]
      : []),
  ].join(', ');
}

function Track({
  row,
  ticks,
  gaps,
}: {
  readonly row: WaterfallRow;
  readonly ticks: readonly OffsetTick[];
  readonly gaps: readonly WaterfallGap[];
}) {
  const { euiTheme } = useEuiTheme();
  return (
    <span aria-hidden css={{ display: 'block', position: 'relative', height: row.first_error ? 52 : 28 }}>
      {ticks.map(({ offset_ms, position }) => (
        <span
          key={offset_ms}
          css={{ position: 'absolute', top: 0, bottom: 0, borderLeft: euiTheme.border.thin }}
          style={{ left: percent(position) }}
        />
      ))}
      {gaps.map((gap) => (
        <span
          key={gap.start_ms}
          title={gapText(gap)}
          css={{
            position: 'absolute',
            top: 0,
            bottom: 0,
            backgroundImage: `repeating-linear-gradient(135deg, ${euiTheme.colors.lightShade} 0 1px, transparent 1px 8px)`,
            opacity: 0.7,
          }}
          style={{ left: percent(gap.left), width: percent(gap.width) }}
        />
      ))}
      {row.width === 0 ? <Dot row={row} /> : <Bar row={row} />}
      {row.first_error && <FirstErrorFlag position={row.first_error.position} />}
    </span>
  );
}

function useSpanColor({ error_count }: WaterfallRow): string {
  const { euiTheme } = useEuiTheme();
  return error_count > 0 ? euiTheme.colors.danger : euiTheme.colors.primary;
}

/** All lines of a service at one moment. */
function Dot({ row }: { readonly row: WaterfallRow }) {
  const backgroundColor = useSpanColor(row);
  return (
    <span
      title={`${row.service}: ${tellsOf(row)}`}
      css={{
        position: 'absolute',
        bottom: 9,
        width: 10,
        height: 10,
        marginLeft: -5,
        borderRadius: '50%',
        backgroundColor,
      }}
      style={{ left: percent(row.left) }}
    />
  );
}

function Bar({ row }: { readonly row: WaterfallRow }) {
  const { euiTheme } = useEuiTheme();
  const colors = useLevelColors();
  const backgroundColor = useSpanColor(row);
  return (
    <>
      <span
        css={{
          position: 'absolute',
          bottom: 9,
          height: 10,
          borderRadius: euiTheme.border.radius.small,
          backgroundColor,
          opacity: 0.35,
        }}
        style={{ left: percent(row.left), width: percent(row.width) }}
      />
      {row.marks.map((mark, index) => (
        <span
          key={index}
          title={markText(mark, row)}
          // Wider than what is painted, to be hit.
          css={{
            position: 'absolute',
            bottom: 5,
            width: 8,
            height: 18,
            marginLeft: -4,
            padding: '0 3px',
            backgroundClip: 'content-box',
          }}
          style={{ left: percent(mark.position), backgroundColor: colors[mark.group] }}
        />
      ))}
    </>
  );
}

function markText({ offset_ms, count, level }: WaterfallMark, { service }: WaterfallRow): string {
  return [
    formatOffset(offset_ms),
    service,
    level ?? translate('logAi.requests.span.noLevel', { defaultMessage: 'no level' }),
    ...(count > 1
      ? [
          translate('logAi.requests.lines.count', {
            defaultMessage: '{count, plural, one {# line} other {# lines}}',
            values: { count },
          }),
        ]
      : []),
  ].join(' · ');
}

/** A flag on a pole at the first error, on the side where there is room. */
function FirstErrorFlag({ position }: { readonly position: number }) {
  const { euiTheme } = useEuiTheme();
  return (
    <span
      css={{ position: 'absolute', top: 2, bottom: 5, borderLeft: `2px solid ${euiTheme.colors.danger}` }}
      style={{ left: percent(position), marginLeft: -1 }}
    >
      <span
        css={{ position: 'absolute', top: 0, lineHeight: 1 }}
        style={position > 0.5 ? { right: 0 } : { left: -1 }}
      >
        <EuiBadge color="danger">
          ✗ {translate('logAi.requests.firstError', { defaultMessage: 'first error' })}
        </EuiBadge>
      </span>
    </span>
  );
}
