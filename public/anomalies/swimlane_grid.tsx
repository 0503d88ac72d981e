import { EuiScreenReaderOnly, useEuiTheme, useGeneratedHtmlId } from '@elastic/eui';
import { type KeyboardEvent, type SyntheticEvent, useMemo, useRef, useState } from 'react';
import { translate } from '../kibana/i18n.ts';
import { type CellSelection, isSelected } from './cell_selection.ts';
import type { Lane } from './swimlane.ts';
import { SwimlaneAxis } from './swimlane_axis.tsx';
import { type CellPlace, nextCell } from './swimlane_keys.ts';
import { LANE_HEIGHT, SwimlaneLane } from './swimlane_lane.tsx';
import { SwimlaneTooltip } from './swimlane_tooltip.tsx';
import type { TimeBuckets } from '../../common/time_buckets.ts';
import type { MomentTick } from '../../common/axis_ticks.ts';

const GAP = 4;

/** The cell that an event happened in. */
function placeOf({ target }: SyntheticEvent): CellPlace | undefined {
  const { lane, bucket } = (target as HTMLElement).dataset;
  return lane === undefined || bucket === undefined
    ? undefined
    : { lane: Number(lane), bucket: Number(bucket) };
}

function cellAt(lanes: readonly Lane[], place: CellPlace | undefined) {
  return place && lanes[place.lane]?.cells.find(({ bucket }) => bucket === place.bucket);
}

/**
 * Lanes over time as a grid of buttons: one stop of the tab key, arrow keys from cell to cell.
 *
 * Buttons and not a chart's canvas: a thousand of them are there in a few milliseconds, and each can be reached and read.
 */
export function SwimlaneGrid({
  lanes,
  labelOf,
  buckets,
  times,
  ticks,
  tickText,
  selection,
  onSelect,
  label,
}: {
  readonly lanes: readonly Lane[];
  readonly labelOf: (name: string) => string;
  readonly buckets: TimeBuckets;
  /** The time of each bucket, to be read. */
  readonly times: readonly string[];
  readonly ticks: readonly MomentTick[];
  readonly tickText: (tick: MomentTick) => string;
  readonly selection: CellSelection | undefined;
  readonly onSelect: (cell: CellSelection) => void;
  /** What it shows, for those who do not see it. */
  readonly label: string;
}) {
  const { euiTheme } = useEuiTheme();
  const helpId = useGeneratedHtmlId();
  const grid = useRef<HTMLDivElement>(null);
  const [visited, setVisited] = useState<CellPlace>();
  const [pointed, setPointed] = useState<CellPlace>();
  const scale = useMemo(() => ({ size: buckets.size, times }), [buckets.size, times]);
  const spanOf = (bucket: number) => {
    const from = buckets.start + bucket * buckets.interval_ms;
    return { from, to: from + buckets.interval_ms };
  };
  const selectedOf = useMemo(() => {
    const rows = lanes.map((lane) =>
      lane.cells.map(({ bucket }) => isSelected(selection, { lane: lane.name, ...spanOf(bucket) })),
    );
    // What lies outside of the lanes that are shown must not dim them.
    return rows.some((row) => row.includes(true)) ? rows : undefined;
  }, [lanes, selection, buckets]);

  const first = lanes[0]?.cells[0];
  const focusable = cellAt(lanes, visited) ? visited : first && { lane: 0, bucket: first.bucket };
  const shown = cellAt(lanes, pointed);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setPointed(undefined);
    const at = placeOf(event);
    const next = at && nextCell({ lanes, at, key: event.key });
    if (!next) return;
    event.preventDefault();
    grid.current
      ?.querySelector<HTMLElement>(`[data-lane="${next.lane}"][data-bucket="${next.bucket}"]`)
      ?.focus();
  };
  const point = (event: SyntheticEvent) => setPointed(placeOf(event));
  return (
    <div css={{ position: 'relative' }}>
      <EuiScreenReaderOnly>
        <p id={helpId}>
          {translate('logAi.anomalies.swimlane.help', {
            defaultMessage:
              'Use the arrow keys to move between cells. Press Enter to show the anomalies of a cell in the table.',
          })}
        </p>
      </EuiScreenReaderOnly>
      <div
        ref={grid}
        role="grid"
        aria-label={label}
        aria-describedby={helpId}
        aria-colcount={buckets.size + 1}
        css={{ display: 'flex', flexDirection: 'column', gap: GAP, color: euiTheme.colors.text }}
        onKeyDown={onKeyDown}
        onMouseOver={point}
        onMouseLeave={() => setPointed(undefined)}
        onFocus={(event) => {
          setVisited(placeOf(event));
          point(event);
        }}
        onBlur={() => setPointed(undefined)}
        onClick={(event) => {
          const place = placeOf(event);
          if (place) onSelect({ lane: lanes[place.lane]!.name, ...spanOf(place.bucket) });
        }}
      >
        {lanes.map((lane, index) => (
          <SwimlaneLane
            key={lane.name}
            lane={lane}
            index={index}
            label={labelOf(lane.name)}
            scale={scale}
            focusable={focusable?.lane === index ? focusable.bucket : undefined}
            selected={selectedOf?.[index]}
          />
        ))}
      </div>
      <SwimlaneAxis ticks={ticks} textOf={tickText} />
      {pointed && shown && (
        <SwimlaneTooltip
          label={labelOf(lanes[pointed.lane]!.name)}
          time={times[pointed.bucket]!}
          cell={shown}
          at={(pointed.bucket + 0.5) / buckets.size}
          top={pointed.lane * (LANE_HEIGHT + GAP)}
        />
      )}
    </div>
  );
}
