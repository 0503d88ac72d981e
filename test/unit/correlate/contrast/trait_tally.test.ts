import { expect, test } from 'vitest';
import { compareRequests } from '../../../../ml-service/src/correlate/contrast/compare_requests.ts';
import { tellSharedTrait } from '../../../../ml-service/src/correlate/contrast/trait.ts';
import {
  TRAIT_LIMITS,
  type TraitLine,
  TraitTally,
} from '../../../../ml-service/src/correlate/contrast/trait_tally.ts';

function tallyOf(lines: Iterable<TraitLine>): TraitTally {
  const tally = new TraitTally();
  for (const line of lines) tally.add(line);
  return tally;
}

const shared = (lines: Iterable<TraitLine>) =>
  compareRequests(tallyOf(lines).requests((id) => id)).map((one) =>
    tellSharedTrait(one, (id) => `Text of ${id}`),
  );

/** A request; every tenth fails: those of version 2. After it failed, it writes what no other does. */
function* requestLines(at: number): Generator<TraitLine> {
  const request = { request_id: `r${at}`, service: 'shop' };
  const version = at % 10 === 0 ? 2 : 1;
  yield { ...request, time: at * 10, template_id: 'began', params: { version } };
  if (version === 1) return;
  yield { ...request, time: at * 10 + 2, template_id: 'apologised' };
  yield { ...request, time: at * 10 + 1, template_id: 'failed', level: 'ERROR' };
}

const VERSION_2 = { kind: 'value', text: 'version = 2', same: 0, others: 0 };

test('what requests had before they failed: not the failure, nor what came of it', () => {
  const lines = Array.from({ length: 200 }, (_, at) => [...requestLines(at)]).flat();
  const told = shared(lines);
  expect(told).toMatchObject([{ ...VERSION_2, failed: 20, failed_of: 20, others_of: 180 }]);
  expect(shared(lines.toReversed())).toEqual(told);
});

test('of more requests than are kept those that failed stay', () => {
  const count = 3 * TRAIT_LIMITS.requests;
  const lines = function* () {
    for (let at = 0; at < count; at++) yield* at % 100 === 0 ? requestLines(at) : requestLines(at | 1);
  };
  expect(shared(lines())).toMatchObject([{ ...VERSION_2, failed: count / 100, failed_of: count / 100 }]);
});

/** A hundred requests of which the first half fails, with what these have before. */
function halfFails(has: Partial<TraitLine>): TraitLine[] {
  return Array.from({ length: 100 }, (_, at): TraitLine[] => {
    const line = { request_id: `r${at}`, time: at, service: 'shop', template_id: 'began' };
    if (at >= 50) return [line];
    return [
      { ...line, ...has },
      { ...line, time: at + 0.5, template_id: 'failed', level: 'ERROR' },
    ];
  }).flat();
}

test('values that are too long to be one are left out', () => {
  const long = 'x'.repeat(TRAIT_LIMITS.value_length + 1);
  expect(shared(halfFails({ params: { long } }))).toEqual([]);
});

test.each([
  { has: { params: { sku: 'A-1' } }, told: { kind: 'value', text: 'sku = A-1', name: 'sku', value: 'A-1' } },
  { has: { host: 'node-7' }, told: { kind: 'host', text: 'node-7', value: 'node-7' } },
  {
    has: { version: '2.4.1' },
    told: { kind: 'version', text: 'shop 2.4.1', service: 'shop', value: '2.4.1' },
  },
  {
    has: { template_id: 'retried' },
    told: { kind: 'template', text: 'shop: Text of retried', service: 'shop', template_id: 'retried' },
  },
  { has: { service: 'stock', template_id: 'began' }, told: { kind: 'service', text: 'stock' } },
])('$told.kind: $told.text', ({ has, told }) => {
  expect(shared(halfFails(has))[0]).toMatchObject({ ...told, failed: 50, failed_of: 50, others: 0 });
});

test('what the same requests have is told beside it', () => {
  const [first, ...rest] = shared(halfFails({ host: 'node-7', version: '2.4.1' }));
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    text: 'node-7',
    same: 1,
    also: [{ kind: 'version', text: 'shop 2.4.1', service: 'shop', value: '2.4.1' }],
  });
});
