import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idCandidates } from '../../../../ml-service/src/correlate/joining/id_candidates.ts';
import { joinByIds } from '../../../../ml-service/src/correlate/joining/join_by_ids.ts';

const ORDER = '9b823e5b-3abb-4008-afd7-14cd864c365c';

test.each([
  { text: `paid order ${ORDER} in 23 ms`, ids: [ORDER] },
  { text: 'id=req-7f3a19c2, id=req-7f3a19c2', ids: ['req-7f3a19c2'] },
  { text: '[00f067aa0ba902b7] GET /orders/10000042', ids: ['00f067aa0ba902b7', '10000042'] },
  { text: 'connection refused by gateway-service on port 8080', ids: [] },
  { text: 'x'.repeat(5_000) + '1234', ids: [] },
  { text: `'${ORDER}*' OR "${ORDER}"`, ids: [ORDER] },
])('$ids in a line', ({ text, ids }) => {
  expect(idCandidates(text)).toEqual(ids);
});

/** A request: three services hand an id on, five milliseconds apart. All write the host that they run on, and the user. */
function requestLines(at: number, id: string) {
  return ['gateway', 'orders', 'stock'].map((service, step) => ({
    time: at + 5 * step,
    service,
    ids: [id, 'user-000123', `host-00000${service}1`],
  }));
}

test('lines with an id that services hand on are one request; users and hosts join nothing', () => {
  const lines = Array.from({ length: 30 }, (_, at) => requestLines(at * 1000, `order-${1000 + at}`)).flat();
  expect(joinByIds(lines)).toEqual({
    requests: Array.from({ length: 30 }, (_, at) => [3 * at, 3 * at + 1, 3 * at + 2]),
    pause_ms: 100,
    joining_ids: 30,
    refused: { one_service: 3, too_many_lines: 0, recurs: 1 },
  });
});

test('an order that is placed, and paid a minute later: two requests', () => {
  const lines = [...requestLines(0, 'order-1001'), ...requestLines(60_000, 'order-1001')].map((line) => ({
    ...line,
    ids: ['order-1001'],
  }));
  expect(joinByIds(lines).requests).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

test('a value in all lines joins nothing, however close they come', () => {
  const lines = Array.from({ length: 500 }, (_, at) => ({
    time: at,
    service: `service-${at % 3}`,
    ids: ['cluster-00001'],
  }));
  expect(joinByIds(lines)).toMatchObject({ requests: [], refused: { too_many_lines: 1 } });
});

test('a line that lists many ids is of none of them', () => {
  const [placed] = requestLines(0, 'order-1001');
  const listed = { time: 12, service: 'stock', ids: Array.from({ length: 9 }, (_, at) => `order-100${at}`) };
  expect(joinByIds([placed!, listed]).requests).toEqual([]);
  expect(joinByIds([placed!, { ...listed, ids: listed.ids.slice(1) }]).requests).toEqual([[0, 1]]);
});

test('lines in another order are joined alike', () => {
  const lines = Array.from({ length: 10 }, (_, at) => requestLines(at * 1000, `order-${1000 + at}`)).flat();
  const namesOf = (some: typeof lines) =>
    joinByIds(some)
      .requests.map((at) => at.map((index) => `${some[index]!.time}`).sort())
      .sort();
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
      expect(namesOf(shuffled)).toEqual(namesOf(lines));
    }),
  );
});

test('no lines, no requests', () => {
  expect(joinByIds([])).toMatchObject({ requests: [], joining_ids: 0 });
});
