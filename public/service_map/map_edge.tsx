import type { ServiceEdge } from '../../common/api.ts';
import { callsSentence, wayText } from './call_words.ts';
import type { Point } from './layout.ts';
import type { Novelty } from './shown_map.ts';

/** Pixels around a thin line in which the pointer finds it. */
const REACH = 14;
const ARROW = { length: 9, least_half: 4 } as const;
/** Of the loop of a service that calls itself. */
const LOOP = 40;

const DASHES: Readonly<Record<Novelty, string | undefined>> = { usual: undefined, new: '7 5', gone: '1 5' };

/** Calls as a line with an arrow at the one that is called. */
export function MapEdge({
  edge,
  points,
  color,
  width,
  novelty,
  isFaint,
  isReachable,
  onLook,
}: {
  readonly edge: ServiceEdge;
  readonly points: readonly Point[];
  readonly color: string;
  /** Pixels. */
  readonly width: number;
  readonly novelty: Novelty;
  /** Others are looked at. */
  readonly isFaint: boolean;
  /** By the keyboard, too. Otherwise it is drawn only: a map has hundreds, and the table tells of all of them. */
  readonly isReachable: boolean;
  /** Whether somebody looks at it. */
  readonly onLook: (isLooking: boolean) => void;
}) {
  const is_loop = edge.caller === edge.callee;
  const [before, end] = [points.at(-2)!, points.at(-1)!];
  const base = { x: end.x + (is_loop || end.x < before.x ? 1 : -1) * ARROW.length, y: end.y };
  const half = Math.max(ARROW.least_half, width);
  const arrow = `M${end.x} ${end.y}L${base.x} ${base.y - half}V${base.y + half}z`;
  // A wide line would hide the tip of its arrow.
  const way = [...points.slice(0, -1), base];
  const path = is_loop ? loopPath(way) : pathOf(way);
  return (
    <g
      {...(isReachable
        ? { role: 'img', tabIndex: 0, 'aria-label': callsSentence(wayText(edge), edge) }
        : { 'aria-hidden': true })}
      opacity={isFaint ? 0.2 : novelty === 'gone' ? 0.7 : 1}
      onMouseEnter={() => onLook(true)}
      onMouseLeave={() => onLook(false)}
      onFocus={() => onLook(true)}
      onBlur={() => onLook(false)}
    >
      <path d={path} fill="none" stroke="transparent" strokeWidth={REACH} />
      <path
        d={path}
        fill="none"
        stroke={color}
        strokeWidth={width}
        strokeDasharray={DASHES[novelty]}
        strokeLinecap={novelty === 'gone' ? 'round' : 'butt'}
      />
      <path d={arrow} fill={color} />
    </g>
  );
}

/** It leaves and arrives level, and is straight where it passes by a service. */
function pathOf([first, ...others]: readonly Point[]): string {
  let from = first!;
  const parts = others.map((to) => {
    const middle = (from.x + to.x) / 2;
    const part =
      from.y === to.y ? `L${to.x} ${to.y}` : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    from = to;
    return part;
  });
  return `M${first!.x} ${first!.y}${parts.join('')}`;
}

function loopPath(points: readonly Point[]): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  return `M${first.x} ${first.y}C${first.x + LOOP} ${first.y} ${last.x + LOOP} ${last.y} ${last.x} ${last.y}`;
}
