import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareRequests,
  type TraitsOfRequest,
} from '../../../../ml-service/src/correlate/contrast/compare_requests.ts';
import { fisherExact, oddsRatio } from '../../../../ml-service/src/correlate/contrast/fisher.ts';

test.each([
  // The lady tasting tea: Fisher, 1935.
  { groups: { failed: 4, failed_of: 4, others: 0, others_of: 4 }, p: 1 / 70 },
  { groups: { failed: 3, failed_of: 4, others: 1, others_of: 4 }, p: 17 / 70 },
  { groups: { failed: 0, failed_of: 4, others: 4, others_of: 4 }, p: 1 },
  { groups: { failed: 0, failed_of: 0, others: 0, others_of: 0 }, p: 1 },
])('$groups: $p', ({ groups, p }) => {
  expect(fisherExact(groups)).toBeCloseTo(p, 12);
});

test('odds', () => {
  expect(oddsRatio({ failed: 9, failed_of: 10, others: 1, others_of: 10 })).toBeCloseTo((9.5 / 1.5) ** 2, 12);
});

/** So many that failed, and others, with what they have. */
function requestsOf({ failed, others }: { failed: string[][]; others: string[][] }): TraitsOfRequest[] {
  return [
    ...failed.map((traits, at) => ({ request_id: `f${at}`, is_failed: true, traits: new Set(traits) })),
    ...others.map((traits, at) => ({ request_id: `o${at}`, is_failed: false, traits: new Set(traits) })),
  ];
}

test('what most that failed have, and few others do; what is in the same requests is one', () => {
  const requests = requestsOf({
    failed: Array.from({ length: 40 }, (_, at) => ['gateway', ...(at < 38 ? ['version 2', 'host b'] : [])]),
    others: Array.from({ length: 200 }, (_, at) => [
      'gateway',
      ...(at < 4 ? ['version 2', 'host b'] : ['version 1']),
    ]),
  });
  const [first, ...rest] = compareRequests(requests);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    trait: 'host b',
    same: ['version 2'],
    failed: 38,
    failed_of: 40,
    others: 4,
    others_of: 200,
  });
  expect(first!.p_value).toBeLessThan(1e-20);
});

test('with fewer than five that failed, or none that did not, nothing is said', () => {
  const four = Array.from({ length: 4 }, () => ['b']);
  const many = Array.from({ length: 50 }, () => ['a']);
  expect(compareRequests(requestsOf({ failed: four, others: many }))).toEqual([]);
  expect(compareRequests(requestsOf({ failed: many, others: [] }))).toEqual([]);
});

test('where failing has nothing to do with it, one in a hundred comparisons tells anything', () => {
  let told = 0;
  for (let world = 0; world < 100; world++) {
    const draw = (at: number, trait: number) =>
      Math.imul(at * 31 + trait * 7919 + world * 104_729, 0x9e3779b1) >>> 0;
    const traits = (at: number) =>
      Array.from({ length: 20 }, (_, trait) => trait).filter((trait) => draw(at, trait) % 3 === 0);
    const some = (count: number, from: number) =>
      Array.from({ length: count }, (_, at) => traits(from + at).map((trait) => `trait ${trait}`));
    told += compareRequests(requestsOf({ failed: some(30, 0), others: some(100, 1_000) })).length > 0 ? 1 : 0;
  }
  expect(told).toBeLessThanOrEqual(3);
});

test('the order of requests plays no part; of many a sample is compared, the same one', () => {
  const requests = requestsOf({
    failed: Array.from({ length: 2_100 }, (_, at) => [at % 2 ? 'a' : 'b']),
    others: Array.from({ length: 50 }, () => ['b']),
  });
  const told = compareRequests(requests);
  expect(told[0]).toMatchObject({ trait: 'a', failed_of: 2_000, others: 0 });
  fc.assert(
    fc.property(fc.shuffledSubarray(requests, { minLength: requests.length }), (shuffled) => {
      expect(compareRequests(shuffled)).toEqual(told);
    }),
    { numRuns: 5 },
  );
});
