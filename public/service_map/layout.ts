import { type Call, layersOf } from './layers.ts';
import { spread } from './spread.ts';

/** Pixels of what is drawn, before any zoom. */
export const NODE = { width: 176, height: 44 } as const;
/** Between columns: room for the bends of the edges. */
const COLUMN_GAP = 88;
const NODE_GAP = 16;
/** What an edge needs that passes by. */
const PASSING = { height: 2, gap: 8 } as const;
/** Services of a column: as many as a screen shows at once. */
const MOST_IN_COLUMN = 12;
const SWEEPS = 16;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a service stands: its left upper corner. */
export interface PlacedNode extends Point {
  readonly name: string;
}

/** The way of an edge: from the caller over what it passes to the callee. */
export interface PlacedEdge extends Call {
  readonly points: readonly Point[];
}

export interface MapLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** A place in a column: of a service, or of an edge that passes by. */
interface Slot {
  readonly layer: number;
  readonly height: number;
  /** Of a service. */
  readonly name?: string;
  readonly left: Slot[];
  readonly right: Slot[];
  /** Of its middle. */
  y: number;
}

/**
 * Lays services out in columns from those that are asked first, so that edges lead to the right and cross little. The same services
 * and calls are always laid out alike.
 *
 * @param graph.entries - Services that are called from outside.
 * @example
 * layoutOf({ names: ['gateway', 'cart'], calls: [{ caller: 'gateway', callee: 'cart' }], entries: ['gateway'] }).nodes
 * // [{ name: 'gateway', x: 0, y: 0 }, { name: 'cart', x: 264, y: 0 }]
 */
export function layoutOf(graph: {
  readonly names: readonly string[];
  readonly calls: readonly Call[];
  readonly entries: readonly string[];
}): MapLayout {
  const { layer_of, back } = layersOf({ ...graph, most: MOST_IN_COLUMN });
  const columns: Slot[][] = [];
  const put = (layer: number, slot: Partial<Slot> & Pick<Slot, 'height'>): Slot => {
    const placed = { layer, left: [], right: [], y: 0, ...slot };
    (columns[layer] ??= []).push(placed);
    return placed;
  };
  const node_of = new Map(
    [...layer_of].map(([name, layer]) => [name, put(layer, { name, height: NODE.height })]),
  );
  const ways = graph.calls.map((call) => {
    const [caller, callee] = [node_of.get(call.caller)!, node_of.get(call.callee)!];
    const [first, last] = back.has(call) ? [callee, caller] : [caller, callee];
    const way = [first];
    for (let layer = first.layer + 1; layer < last.layer; layer += 1)
      way.push(put(layer, { height: PASSING.height }));
    if (last !== first) way.push(last);
    way.slice(1).forEach((slot, at) => {
      way[at]!.right.push(slot);
      slot.left.push(way[at]!);
    });
    return { call, way, is_back: back.has(call) };
  });
  straighten(withFewCrossings(columns));
  const top = Math.min(...columns.flat().map(({ y, height }) => y - height / 2));
  const placeOf = ({ layer, y }: Slot): Point => ({ x: leftOf(layer), y: y - top });
  return {
    nodes: [...node_of].map(([name, slot]) => {
      const { x, y } = placeOf(slot);
      return { name, x, y: y - NODE.height / 2 };
    }),
    edges: ways.map(({ call, way, is_back }) => {
      const points = pointsOf(way.map(placeOf));
      return { ...call, points: is_back ? points.toReversed() : points };
    }),
    width: columns.length === 0 ? 0 : leftOf(columns.length - 1) + NODE.width,
    height:
      columns.length === 0 ? 0 : Math.max(...columns.flat().map(({ y, height }) => y + height / 2)) - top,
  };
}

const leftOf = (layer: number) => layer * (NODE.width + COLUMN_GAP);

/** From the right side of the first to the left side of the last, straight through the columns between; of one, around its corner. */
function pointsOf(places: readonly Point[]): readonly Point[] {
  const [first, ...others] = places as [Point, ...Point[]];
  const last = others.at(-1);
  const right = (place: Point) => ({ x: place.x + NODE.width, y: place.y });
  if (!last) {
    const y = first.y - NODE.height / 4;
    return [
      right({ ...first, y }),
      { x: first.x + NODE.width + 24, y: first.y },
      right({ ...first, y: first.y + NODE.height / 4 }),
    ];
  }
  return [right(first), ...others.slice(0, -1).flatMap((place) => [place, right(place)]), last];
}

/** Orders each column by where the others' neighbours are, to and fro, and keeps the order with the fewest crossings. */
function withFewCrossings(columns: readonly Slot[][]): readonly (readonly Slot[])[] {
  let best = columns.map((column) => [...column]);
  let fewest = crossingsOf(best);
  const order = columns.map((column) => [...column]);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const to_right = sweep % 2 === 0;
    const rest = to_right ? order.slice(1) : order.toReversed().slice(1);
    const rank = new Map(order.flatMap((column) => column.map((slot, index) => [slot, index] as const)));
    for (const column of rest) {
      const at = new Map(
        column.map((slot) => {
          const near = (to_right ? slot.left : slot.right).map((other) => rank.get(other)!);
          return [slot, near.length === 0 ? rank.get(slot)! : meanOf(near)] as const;
        }),
      );
      column.sort((a, b) => at.get(a)! - at.get(b)!);
      column.forEach((slot, index) => rank.set(slot, index));
    }
    const crossings = crossingsOf(order);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = order.map((column) => [...column]);
  }
  return best;
}

/** How often edges between neighbouring columns cross. */
function crossingsOf(columns: readonly (readonly Slot[])[]): number {
  return columns.reduce((sum, column, index) => {
    const rank = new Map((columns[index + 1] ?? []).map((slot, at) => [slot, at]));
    const ends = column.flatMap(({ right }) => right.map((slot) => rank.get(slot)!).sort((a, b) => a - b));
    const crossings = ends.reduce(
      (count, end, at) => count + ends.slice(at + 1).filter((later) => later < end).length,
      0,
    );
    return sum + crossings;
  }, 0);
}

/** Moves slots towards their neighbours without changing their order, so that edges are short. */
function straighten(columns: readonly (readonly Slot[])[]): void {
  for (const column of columns)
    place(
      column,
      column.map(() => 0),
    );
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed())
      place(
        column,
        column.map((slot) => {
          const near = [...slot.left, ...slot.right];
          return near.length === 0 ? slot.y : meanOf(near.map(({ y }) => y));
        }),
      );
  }
}

/** Puts the middles of a column as near as they can be to where they would be best. */
function place(column: readonly Slot[], best: readonly number[]): void {
  const gaps = column.slice(1).map((slot, at) => gapBetween(column[at]!, slot));
  spread(best, gaps).forEach((y, at) => (column[at]!.y = y));
}

function gapBetween(a: Slot, b: Slot): number {
  const isPassing = (slot: Slot) => slot.name === undefined;
  const gap = isPassing(a) || isPassing(b) ? PASSING.gap : NODE_GAP;
  return (a.height + b.height) / 2 + gap;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
