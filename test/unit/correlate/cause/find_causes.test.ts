import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCauses } from '../../../../ml-service/src/correlate/cause/find_causes.ts';
import type { CourseLine } from '../../../../ml-service/src/correlate/course/course_line.ts';
import { type FaultKind, SERVICES, shopRequests } from './faulty_shop.ts';

const COUNT = 120;
const FROM = 80;

function causesOf(requests: readonly (readonly CourseLine[])[]) {
  return findCauses({ requests, during: { from: FROM * 1000, to: Infinity } });
}

function faultyRequests(service: string, kind: FaultKind, seed = 1) {
  return shopRequests(COUNT, { seed, fault: { service, kind, from: FROM } });
}

test.each(
  SERVICES.flatMap((service) =>
    (['throws', 'other_branch', 'slow'] as const).map((kind) => ({ service, kind })),
  ),
)('a fault of $service that $kind began there', ({ service, kind }) => {
  const [first] = causesOf(faultyRequests(service, kind));
  expect([first!.service, first!.score > 0]).toEqual([service, true]);
});

test.each([
  // Others who call it do not get through, either, or the caller is one whom others do get through to.
  { silent: 'stock', first: ['stock'] },
  { silent: 'payment', first: ['checkout', 'payment'] },
  { silent: 'bank', first: ['bank', 'payment'] },
])('$silent writes nothing, and its callers an error', ({ silent, first }) => {
  const causes = causesOf(faultyRequests(silent, 'silent'));
  expect(
    causes
      .slice(0, first.length)
      .map(({ service }) => service)
      .sort(),
  ).toEqual(first);
});

test('nothing is wrong: no service has more evidence than chance gives', () => {
  for (let seed = 1; seed <= 20; seed++) {
    expect(causesOf(shopRequests(COUNT, { seed })).filter(({ score }) => score > 1)).toEqual([]);
  }
});

test('the evidence says what usually comes, how often it came before, and how often since', () => {
  const [{ service, evidence }] = causesOf(faultyRequests('bank', 'throws')) as [
    ReturnType<typeof causesOf>[0],
  ];
  expect(service).toBe('bank');
  expect(evidence[0]).toMatchObject({
    kind: 'error',
    step: { service: 'bank', template_id: 'threw', is_failure: true },
    after: { service: 'bank', template_id: 'asked', is_failure: false },
    before: { count: 0, of: 40 },
    during: { count: 20, of: 20 },
  });
  expect(causesOf(faultyRequests('bank', 'slow'))[0]!.evidence[0]).toMatchObject({
    kind: 'slow',
    step: { service: 'bank' },
    after: { service: 'bank', template_id: 'asked' },
    count: expect.any(Number) as number,
  });
});

test('the order of arrival plays no part, nor do lines that come twice', () => {
  const requests = faultyRequests('stock', 'throws').map((lines, request) =>
    lines.map((line, at) => ({ ...line, reference: { _index: 'logs', _id: `${request}-${at}` } })),
  );
  const told = causesOf(requests);
  fc.assert(
    fc.property(fc.shuffledSubarray(requests, { minLength: COUNT }), fc.nat(10), (shuffled, twice) => {
      const late = shuffled.map((lines) => [...lines.slice(twice), ...lines]);
      expect(causesOf(late)).toEqual(told);
    }),
    { numRuns: 20 },
  );
});

test('what went wrong before is no past to compare with', () => {
  const again = (minutes: readonly number[]) =>
    minutes.map((from) => ({ from: from * 60_000, to: (from + 1) * 60_000 }));
  const fault = { service: 'stock', kind: 'throws', from: 0 } as const;
  const faulty = shopRequests(60, { seed: 2, fault });
  const well = shopRequests(60, { seed: 3 });
  const movedBy = (minute: number, requests: CourseLine[][]) =>
    requests.map((lines) => lines.map((line) => ({ ...line, time: line.time + minute * 60_000 })));
  const requests = [...well, ...movedBy(1, faulty), ...movedBy(2, faulty)];
  const [during, except] = [again([2])[0]!, again([1])];
  const scoreOf = (causes: ReturnType<typeof findCauses>) =>
    causes.find(({ service }) => service === 'stock')!.score;
  const told = findCauses({ requests, during, except });
  expect(told[0]!.service).toBe('stock');
  expect(scoreOf(told)).toBeGreaterThan(scoreOf(findCauses({ requests, during })));
});

test('without a past, or without requests, nothing is told', () => {
  expect(findCauses({ requests: shopRequests(20, { seed: 1 }), during: { from: -1, to: Infinity } })).toEqual(
    [],
  );
  expect(findCauses({ requests: [], during: { from: 0, to: Infinity } })).toEqual([]);
});
