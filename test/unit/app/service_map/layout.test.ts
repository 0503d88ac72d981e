import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call } from '../../../../public/service_map/layers.ts';
import { layoutOf, type MapLayout, NODE } from '../../../../public/service_map/layout.ts';
import { spread } from '../../../../public/service_map/spread.ts';

/** A map in short: `a → b` for each call; the first service is asked first. */
function layoutOfCalls(...ways: readonly string[]): MapLayout {
  const calls = ways.map((way): Call => {
    const [caller, callee] = way.split(' → ') as [string, string];
    return { caller, callee };
  });
  const names = [...new Set(calls.flatMap(({ caller, callee }) => [caller, callee]))];
  return layoutOf({ names, calls, entries: names.slice(0, 1) });
}

const columnsOf = ({ nodes }: MapLayout) =>
  [...Map.groupBy(nodes, ({ x }) => x)]
    .sort(([a], [b]) => a - b)
    .map(([, column]) => column.toSorted((a, b) => a.y - b.y).map(({ name }) => name));

describe('columns', () => {
  test('are as far right as the longest way from the entry', () => {
    expect(columnsOf(layoutOfCalls('web → cart', 'web → stock', 'cart → stock'))).toEqual([
      ['web'],
      ['cart'],
      ['stock'],
    ]);
  });

  test('a call that closes a circle, or of itself, moves nobody', () => {
    const layout = layoutOfCalls('web → cart', 'cart → stock', 'stock → web', 'cart → cart');
    expect(columnsOf(layout)).toEqual([['web'], ['cart'], ['stock']]);
    const [first, last] = [layout.edges[2]!.points[0]!, layout.edges[2]!.points.at(-1)!];
    expect(last.x).toBeLessThan(first.x);
  });

  test('are ordered so that edges do not cross where they need not', () => {
    const layout = layoutOfCalls('web → a', 'web → b', 'web → c', 'c → 1', 'b → 2', 'a → 3');
    const [, second, third] = columnsOf(layout);
    expect(third).toEqual(second!.map((name) => ({ c: '1', b: '2', a: '3' })[name]));
  });

  test('a straight chain is a straight line', () => {
    const { nodes, height } = layoutOfCalls('a → b', 'b → c', 'c → d');
    expect(nodes.map(({ y }) => y)).toEqual([0, 0, 0, 0]);
    expect(height).toBe(NODE.height);
  });

  test('of nothing is nothing', () => {
    expect(layoutOf({ names: [], calls: [], entries: [] })).toEqual({
      nodes: [],
      edges: [],
      width: 0,
      height: 0,
    });
  });
});

/** Names of services and calls between them: any, circles and calls of itself included. */
const graphs = fc.integer({ min: 1, max: 40 }).chain((count) => {
  const name = fc.integer({ min: 0, max: count - 1 }).map((at) => `s${at}`);
  return fc.record({
    names: fc.constant(Array.from({ length: count }, (_, at) => `s${at}`)),
    calls: fc.uniqueArray(fc.record({ caller: name, callee: name }), {
      maxLength: 120,
      selector: ({ caller, callee }) => `${caller} ${callee}`,
    }),
    entries: fc.uniqueArray(name, { maxLength: 3 }),
  });
});

describe('any services and calls', () => {
  test('no two services overlap, and all lie within the map', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { nodes, width, height } = layoutOf(graph);
        expect(nodes).toHaveLength(graph.names.length);
        for (const { x, y } of nodes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThan(-0.001);
          expect(x + NODE.width).toBeLessThanOrEqual(width);
          expect(y + NODE.height).toBeLessThan(height + 0.001);
        }
        for (const column of Map.groupBy(nodes, ({ x }) => x).values()) {
          const sorted = column.toSorted((a, b) => a.y - b.y);
          sorted.slice(1).forEach(({ y }, at) => expect(y - sorted[at]!.y).toBeGreaterThan(NODE.height));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('edges go from the caller to the callee, leading right but where they close a circle', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { nodes, edges } = layoutOf(graph);
        const node_of = new Map(nodes.map((node) => [node.name, node]));
        for (const { caller, callee, points } of edges) {
          const [from, to] = [node_of.get(caller)!, node_of.get(callee)!];
          if (caller === callee) continue;
          const is_back = to.x < from.x;
          expect(to.x).not.toBe(from.x);
          expect(points[0]!.x).toBe(is_back ? from.x : from.x + NODE.width);
          expect(points.at(-1)!.x).toBe(is_back ? to.x + NODE.width : to.x);
          const sign = is_back ? -1 : 1;
          points.slice(1).forEach(({ x }, at) => expect(sign * (x - points[at]!.x)).toBeGreaterThan(0));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the same map is laid out alike', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(layoutOf(graph)).toEqual(layoutOf(structuredClone(graph)));
      }),
      { numRuns: 20 },
    );
  });
});

test('forty services that a gateway calls fit on a screen or two', () => {
  const calls = Array.from({ length: 39 }, (_, at) => ({ caller: 'gateway', callee: `s${at}` }));
  const names = ['gateway', ...calls.map(({ callee }) => callee)];
  const { width, height } = layoutOf({ names, calls, entries: ['gateway'] });
  expect(width).toBeLessThan(1400);
  expect(height).toBeLessThan(1400);
});

test.each([
  { best: [0, 0, 100], gaps: [10, 10], placed: [-5, 5, 100] },
  { best: [0, 50], gaps: [10], placed: [0, 50] },
  { best: [30, 0], gaps: [10], placed: [10, 20] },
  { best: [], gaps: [], placed: [] },
])('places $best at least $gaps apart', ({ best, gaps, placed }) => {
  expect(spread(best, gaps)).toEqual(placed);
});
