import { expect, test } from 'vitest';
import { describeFailures, summarizeFailures } from '../../../ml-service/src/correlate/failure_summary.ts';
import { RequestAssembler } from '../../../ml-service/src/correlate/request_assembler.ts';

/** Failed requests, one an entry: its services in the order of the calls, the last one fails with the template. */
function failedRequests(requests: readonly (readonly [path: string, template_id?: string])[]) {
  const assembler = new RequestAssembler();
  requests.forEach(([path, template_id], number) => {
    const services = path.split(' ');
    services.forEach((service, depth) => {
      const failure = depth === services.length - 1;
      assembler.add({
        request_id: `r${number}`,
        timestamp: number * 1000 + depth,
        service,
        level: failure ? 'ERROR' : 'INFO',
        ...(failure && template_id !== undefined ? { template_id } : {}),
      });
    });
  });
  return assembler.failedRequests();
}

test('groups by where they failed first, the largest group first', () => {
  const failed = failedRequests([
    ['gateway payment', 'declined'],
    ['gateway checkout inventory', 'refused'],
    ['gateway inventory', 'refused'],
    ['gateway inventory', 'timeout'],
    ['batch'],
  ]);
  expect(summarizeFailures(failed)).toEqual([
    {
      service: 'inventory',
      template_id: 'refused',
      request_count: 2,
      services: ['gateway', 'checkout'],
      first: 1002,
      last: 2001,
      request_ids: ['r2', 'r1'],
    },
    { service: 'batch', request_count: 1, services: [], first: 4000, last: 4000, request_ids: ['r4'] },
    {
      service: 'inventory',
      template_id: 'timeout',
      request_count: 1,
      services: ['gateway'],
      first: 3001,
      last: 3001,
      request_ids: ['r3'],
    },
    {
      service: 'payment',
      template_id: 'declined',
      request_count: 1,
      services: ['gateway'],
      first: 1,
      last: 1,
      request_ids: ['r0'],
    },
  ]);
});

test('names the newest five requests of a group and does not depend on the order of its input', () => {
  const failed = failedRequests(Array.from({ length: 7 }, () => ['gateway stock', 'refused'] as const));
  const [group] = summarizeFailures(failed);
  expect(group?.request_ids).toEqual(['r6', 'r5', 'r4', 'r3', 'r2']);
  expect(summarizeFailures(failed.toReversed())).toEqual([group]);
});

test.each([
  {
    paths: Array.from({ length: 18 }, () => ['gateway checkout inventory', 'refused'] as const),
    text: 'Failed to connect to <target>',
    line: '18 requests failed first in inventory: "Failed to connect to <target>" → checkout, gateway',
  },
  {
    paths: [['batch', 'refused'] as const],
    text: undefined,
    line: '1 request failed first in batch: "refused"',
  },
  {
    paths: [['a b c d e f g batch'] as const],
    text: undefined,
    line: '1 request failed first in batch → a, b, c, d, e and 2 more',
  },
  { paths: [['gateway batch'] as const], text: undefined, line: '1 request failed first in batch → gateway' },
])('$line', ({ paths, text, line }) => {
  const [group] = summarizeFailures(failedRequests(paths));
  expect(describeFailures(group!, text)).toBe(line);
});

test('no failed requests, no groups', () => {
  expect(summarizeFailures([])).toEqual([]);
});
