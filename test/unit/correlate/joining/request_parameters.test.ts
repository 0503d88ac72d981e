import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type IdExtent,
  idsToAsk,
  isContradicted,
  judgeParameters,
  type ParameterLine,
  sampleParameters as sampleInSteps,
} from '../../../../ml-service/src/correlate/joining/request_parameters.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';

const MINUTE = 60_000;
const sampleParameters = (lines: readonly ParameterLine[]) => atOnce(sampleInSteps(lines));
const hex = (number: number) => (0x1f3a_0000 + number).toString(16);
/** The id of an order, as a program mints it. */
const orderOf = (number: number) => `8f14e45f-ceea-4f6a-9c11-0000${hex(number)}`;

/** Three services write lines of a request, 15 ms apart: of its order, its user and their host. */
function requestLines(number: number, { at = number * 70_000, order = orderOf(number), services = 3 } = {}) {
  return [
    { service: 'gateway', template_id: 'template_received', params: { order, user: `user-${1000 + (number % 5)}`, took: 12 } },
    { service: 'orders', template_id: 'template_placed', params: { order, host: `node-00${number % 2}` } },
    { service: 'stock', template_id: 'template_taken', params: { reference: order, user: `user-${1000 + (number % 5)}` } },
  ].slice(0, services).map((line, step) => ({ ...line, time: at + 15 * step })); // prettier-ignore
}

const requests = (count: number) => Array.from({ length: count }, (_, number) => number);

/** What lies in the log besides the lines that were read: nothing, unless it is said. */
function extentsOf(lines: readonly ParameterLine[], more: Readonly<Record<string, Partial<IdExtent>>> = {}) {
  const extents = new Map<string, IdExtent>();
  for (const { time, params } of lines)
    for (const value of Object.values(params).map(String)) {
      const { first = time, last = time } = extents.get(value) ?? {};
      const extent = { first: Math.min(first, time), last: Math.max(last, time), request_lines: 0 };
      extents.set(value, { ...extent, ...more[value] });
    }
  return extents;
}

/** Verdicts as people read them. */
function verdictsOf(lines: readonly ParameterLine[], extents = extentsOf(lines)) {
  return judgeParameters(sampleParameters(lines), extents)
    .map(({ template_id, parameter, refused }) => `${template_id} ${parameter}: ${refused ?? 'learned'}`)
    .sort();
}

test('the order joins three services, whatever its parameters are called; users and hosts recur', () => {
  expect(verdictsOf(requests(40).flatMap((number) => requestLines(number)))).toEqual([
    'template_placed host: recurs',
    'template_placed order: learned',
    'template_received order: learned',
    'template_received user: recurs',
    'template_taken reference: learned',
    'template_taken user: recurs',
  ]);
});

test('fewer than twenty orders say nothing yet', () => {
  const lines = requests(19).flatMap((number) => requestLines(number, { services: 2 }));
  expect(verdictsOf(lines)).toEqual([]);
});

test('an order that is paid a minute later by another request: it recurs', () => {
  const lines = requests(40).flatMap((number) => [
    ...requestLines(number),
    ...requestLines(number, { at: number * 70_000 + MINUTE }),
  ]);
  expect(verdictsOf(lines)).toContain('template_placed order: recurs');
  expect(verdictsOf(lines)).not.toContain('template_taken reference: learned');
});

test('users of whom each comes once in what was read: the log of the day says that they recur', () => {
  const lines = requests(40).flatMap((number) => requestLines(number, { order: `user-${5000 + number}` }));
  expect(verdictsOf(lines)).toContain('template_placed order: learned');
  const before = Object.fromEntries(
    requests(40).map((number) => [`user-${5000 + number}`, { first: -20 * MINUTE }]),
  );
  expect(verdictsOf(lines, extentsOf(lines, before))).toContain('template_placed order: recurs');
});

test('a robot that never rests comes back, too, without a pause', () => {
  const lines = requests(66).flatMap((number) => {
    const order = `robot-${1000 + (number % 2)}`;
    return requestLines(number, { at: number * 10_000, order });
  });
  expect(verdictsOf(lines)).toContain('template_taken reference: recurs');
});

test('nothing is learned of what the log was not asked for', () => {
  const lines = requests(40).flatMap((number) => requestLines(number));
  expect(verdictsOf(lines, new Map())).not.toContain('template_placed order: learned');
});

test('ids that one service writes join nothing', () => {
  const lines = requests(40).flatMap((number) => requestLines(number, { services: 1 }));
  expect(verdictsOf(lines)).toContain('template_received order: one_service');
});

test('a value of all lines is of too many', () => {
  const lines = requests(200).flatMap((number) =>
    requestLines(number, { at: number * 20, order: 'cluster-00001' }),
  );
  expect(verdictsOf(lines)).toContain('template_placed order: too_many_lines');
});

test('a failure that is rare: three orders are enough where other lines have them as ids of their requests', () => {
  const lines = requests(3).map((number) => ({
    time: number * MINUTE,
    service: 'payments',
    template_id: 'template_declined',
    params: { order: orderOf(number) },
  }));
  expect(verdictsOf(lines)).toEqual([]);
  const known = Object.fromEntries(requests(3).map((number) => [orderOf(number), { request_lines: 2 }]));
  expect(verdictsOf(lines, extentsOf(lines, known))).toEqual(['template_declined order: learned']);
});

test('a parameter whose values are seldom ids is none', () => {
  const lines = requests(60).flatMap((number) =>
    requestLines(number, { ...(number % 3 === 0 && { order: '-' }) }),
  );
  expect(verdictsOf(lines).filter((verdict) => verdict.includes('order'))).toEqual([]);
});

test('of most parameters nobody need be asked; of a parameter all values are, or none', () => {
  const sampled = sampleParameters(requests(40).flatMap((number) => requestLines(number)));
  expect(new Set(idsToAsk(sampled, 1000))).toEqual(new Set(requests(40).map(orderOf)));
  expect(idsToAsk(sampled, 39)).toEqual([]);
});

test('lines in another order say the same', () => {
  const lines = requests(60).flatMap((number) => requestLines(number));
  const extents = extentsOf(lines);
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
      expect(judgeParameters(sampleParameters(shuffled), extents)).toEqual(
        judgeParameters(sampleParameters(lines), extents),
      );
    }),
    { numRuns: 30, seed: 7 },
  );
});

test.each([
  { of: 'ids that end with their request', long: 0, all: 40, contradicted: false },
  { of: 'some that came back', long: 20, all: 40, contradicted: false },
  { of: 'most of which came back', long: 21, all: 40, contradicted: true },
  { of: 'too few', long: 19, all: 19, contradicted: false },
])('$of: contradicted $contradicted', ({ long, all, contradicted }) => {
  const extents = requests(all).map((at) => ({
    first: 0,
    last: at < long ? 11 * MINUTE : MINUTE,
    request_lines: 3,
  }));
  expect(isContradicted(extents)).toBe(contradicted);
});
