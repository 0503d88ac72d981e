import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallOrder } from '../../../../ml-service/src/correlate/course/call_order.ts';
import { inTimeOrder } from '../../../../ml-service/src/correlate/course/course_line.ts';
import { courseOf, isWithin } from '../../../../ml-service/src/correlate/course/course.ts';
import { EdgeTally } from '../../../../ml-service/src/correlate/course/edges.ts';
import { linesOf } from './lines_of.ts';

/** Spans as text: `service<caller`, with the number of lines. */
function spansOf(text: string, calls?: CallOrder): string[] {
  const { spans } = courseOf(linesOf(text), calls);
  return spans.map(
    ({ service, caller, line_count }) =>
      `${caller === undefined ? '' : `${spans[caller]!.service}${caller} → `}${service} ${line_count}`,
  );
}

test.each([
  { lines: 'gateway gateway', spans: ['gateway 2'] },
  {
    lines: 'gateway checkout stock checkout gateway',
    spans: ['gateway 2', 'gateway0 → checkout 2', 'checkout1 → stock 1'],
  },
  {
    // It clearly comes back: the caller spoke in between.
    lines: 'gateway stock gateway stock gateway',
    spans: ['gateway 3', 'gateway0 → stock 1', 'gateway0 → stock 1'],
  },
])('$lines: $spans', ({ lines, spans }) => {
  expect(spansOf(lines)).toEqual(spans);
});

test('who answers to whom tells the caller of two that are called one after the other, and at once', () => {
  const calls = new CallOrder();
  calls.add(linesOf('gateway stock gateway price gateway'));
  expect(spansOf('gateway stock price gateway', calls)).toEqual([
    'gateway 2',
    'gateway0 → stock 1',
    'gateway0 → price 1',
  ]);
  // Two that are called at once do not call one another each time they speak.
  expect(spansOf('gateway stock price stock price gateway', calls)).toEqual([
    'gateway 2',
    'gateway0 → stock 2',
    'gateway0 → price 2',
  ]);
});

test('edges count calls, those that failed, retries after them and how long they took', () => {
  const tally = new EdgeTally();
  tally.add(courseOf(linesOf('gateway stock! gateway stock stock gateway')));
  tally.add(courseOf(linesOf('gateway stock gateway')));
  expect(tally.edges()).toEqual([
    { callee: 'gateway', calls: 2, failures: 0, retries: 0, latency_sum: 50 + 20, latency_max: 50 },
    {
      caller: 'gateway',
      callee: 'stock',
      calls: 3,
      failures: 1,
      retries: 1,
      latency_sum: 10 + 20 + 10,
      latency_max: 20,
    },
  ]);
});

test('calls are of the minute in which they began, whenever they ended', () => {
  const course = courseOf(linesOf('gateway stock gateway stock stock gateway'));
  const callsFrom = (from: number, to: number) => {
    const tally = new EdgeTally();
    tally.add(course, { from, to });
    return tally.edges().map(({ caller, callee, latency_sum }) => [caller, callee, latency_sum]);
  };
  const { time } = course.lines[0]!;
  expect(callsFrom(time, time + 1)).toEqual([
    [undefined, 'gateway', 50],
    ['gateway', 'stock', 10],
  ]);
  expect(callsFrom(time + 1, time + 1000)).toEqual([['gateway', 'stock', 20]]);
});

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'a!', 'b!'), { minLength: 1, maxLength: 40 });

test('in whatever order lines come, late and twice: the same course', () => {
  fc.assert(
    fc.property(words, fc.integer(), (text, seed) => {
      const lines = linesOf(text.join(' '));
      const shuffled = [...lines, ...lines.slice(0, 5)].sort(
        (a, b) => mixed(a.reference!._id, seed) - mixed(b.reference!._id, seed),
      );
      expect(courseOf(inTimeOrder(shuffled))).toEqual(courseOf(lines));
    }),
  );
});

test('each line is of one span of its service; a caller begins before what it calls; nobody calls itself', () => {
  fc.assert(
    fc.property(words, (text) => {
      const { lines, spans, span_of } = courseOf(linesOf(text.join(' ')));
      lines.forEach(({ service, time }, at) => {
        const span = spans[span_of[at]!]!;
        expect(span.service).toBe(service);
        expect(time >= span.start && time <= span.end).toBe(true);
      });
      expect(spans.reduce((sum, { line_count }) => sum + line_count, 0)).toBe(lines.length);
      spans.forEach(({ caller, start }, at) => {
        if (caller === undefined) return;
        expect(caller).toBeLessThan(at);
        expect(spans[caller]!.start).toBeLessThan(start);
        expect(isWithin(spans, at, caller)).toBe(true);
      });
    }),
  );
});

test('edges of requests add up in any order', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), (requests) => {
      const edgesOf = (texts: readonly string[][]) => {
        const tally = new EdgeTally();
        for (const text of texts) tally.add(courseOf(linesOf(text.join(' '))));
        return tally.edges();
      };
      expect(edgesOf(requests.toReversed())).toEqual(edgesOf(requests));
    }),
  );
});

test('ten thousand lines of one request are read', () => {
  const { lines, spans } = courseOf(
    linesOf(Array.from({ length: 10_000 }, (_, at) => 'abc'[at % 3]!).join(' ')),
  );
  expect([lines.length, spans.length > 0]).toEqual([10_000, true]);
});

function mixed(id: string, seed: number): number {
  return Math.imul(Number(id) ^ seed, 0x01000193) >>> 0;
}
