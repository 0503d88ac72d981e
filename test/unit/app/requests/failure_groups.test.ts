import { describe, expect, it } from 'vitest';
import {
  namedTemplateIds,
  failedAt,
  failureGroups,
  isGroupOf,
  pathGroups,
} from '../../../../public/requests/failure_groups.ts';
import { failedRequest } from './failed_request.ts';

const RANGE = { from: '2026-01-15T14:00:00.000Z', to: '2026-01-15T14:04:00.000Z' };
const liveId = (id: string) => (id === 'merged' ? 'timeout' : id);

const REQUESTS = [
  failedRequest({ service: 'inventory', template_id: 'timeout', start: '2026-01-15T14:03:59.999Z' }),
  failedRequest({ service: 'inventory', template_id: 'merged', start: '2026-01-15T14:01:00.000Z' }),
  failedRequest({ service: 'inventory', start: '2026-01-15T14:01:30.000Z' }),
  failedRequest({ service: 'cart', template_id: 'timeout', start: '2026-01-15T14:01:00.000Z' }),
];

/** All that failed: more than are listed. */
const COUNTED = {
  total: 10,
  counts: [
    {
      service: 'inventory',
      template_id: 'timeout',
      path: { service: 'gateway', template_id: 'buy' },
      count: 4,
    },
    {
      service: 'inventory',
      template_id: 'timeout',
      path: { service: 'gateway', template_id: 'add' },
      count: 1,
    },
    { service: 'cart', template_id: 'timeout', path: { service: 'gateway', template_id: 'add' }, count: 2 },
    { service: 'inventory', count: 2 },
    { count: 1 },
  ],
};

const group = (given: Partial<Parameters<typeof failureGroups>[0]> = {}) =>
  failureGroups({
    counted: COUNTED,
    requests: REQUESTS,
    range: RANGE,
    buckets: 4,
    is_truncated: false,
    liveId,
    ...given,
  });

describe('failureGroups', () => {
  it('counts all by service and template, the largest first, with the trend of those that are listed', () => {
    expect(group().groups).toEqual([
      { service: 'inventory', template_id: 'timeout', count: 5, share: 0.5, counts: [0, 1, 0, 1] },
      { service: 'cart', template_id: 'timeout', count: 2, share: 0.2, counts: [0, 1, 0, 0] },
      { service: 'inventory', count: 2, share: 0.2, counts: [0, 1, 0, 0] },
    ]);
    expect(group({ requests: [] }).groups.map(({ count, counts }) => [count, counts])).toEqual([
      [5, [0, 0, 0, 0]],
      [2, [0, 0, 0, 0]],
      [2, [0, 0, 0, 0]],
    ]);
  });

  it('knows nothing before the oldest of the newest requests', () => {
    expect(group().known).toEqual([true, true, true, true]);
    expect(group({ is_truncated: true }).known).toEqual([false, true, true, true]);
  });

  it('counts what began outside the range at its edge: a request may have begun before', () => {
    const early = { service: 'inventory', template_id: 'timeout', start: '2026-01-15T13:00:00.000Z' };
    const requests = [failedRequest(early)];
    expect(group({ requests }).groups[0]!.counts).toEqual([1, 0, 0, 0]);
  });

  it('has no groups of no requests', () => {
    const counted = { total: 0, counts: [] };
    expect(group({ counted, requests: [] })).toEqual({ groups: [], known: [true, true, true, true] });
  });
});

describe('pathGroups', () => {
  it('counts by what requests asked for, as far as that is known', () => {
    expect(pathGroups(COUNTED)).toEqual([
      { service: 'gateway', template_id: 'buy', count: 4, share: 0.4 },
      { service: 'gateway', template_id: 'add', count: 3, share: 0.3 },
    ]);
  });
});

describe('failedAt', () => {
  it.each([
    ['no filter', {}, 4],
    ['a service', { service: 'inventory' }, 3],
    [
      'a service and a template, whatever id it had',
      { service: 'inventory', template: { id: 'timeout' } },
      2,
    ],
    ['an id of old', { service: 'inventory', template: { id: 'merged' } }, 2],
    ['a template of any service', { template: { id: 'timeout' } }, 3],
    ['errors without a template', { service: 'inventory', template: 'none' as const }, 1],
    ['what does not exist', { service: 'x' }, 0],
  ])('lets through by %s', (_, filter, expected) => {
    expect(REQUESTS.filter((request) => failedAt(request, filter, liveId))).toHaveLength(expected);
  });
});

describe('isGroupOf', () => {
  const [first] = group().groups;
  it.each([
    [{ service: 'inventory', template: { id: 'timeout' } }, true],
    [{ service: 'inventory', template: { id: 'merged' } }, true],
    [{ service: 'inventory', template: 'none' as const }, false],
    [{ service: 'inventory' }, false],
    [{}, false],
  ])('%j means the first group: %s', (filter, expected) => {
    expect(isGroupOf(first!, filter, liveId)).toBe(expected);
  });
});

describe('namedTemplateIds', () => {
  it('gives the most frequent first', () => {
    expect(namedTemplateIds(REQUESTS)).toEqual(['timeout', 'merged']);
    expect(namedTemplateIds(REQUESTS, COUNTED)).toEqual(['timeout', 'buy', 'add', 'merged']);
  });
});
