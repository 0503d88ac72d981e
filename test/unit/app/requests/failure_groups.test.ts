import { describe, expect, it } from 'vitest';
import {
  errorTemplateIds,
  failedAt,
  failureGroups,
  isGroupOf,
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

const group = (given: Partial<Parameters<typeof failureGroups>[0]> = {}) =>
  failureGroups({ requests: REQUESTS, range: RANGE, buckets: 4, is_truncated: false, liveId, ...given });

describe('failureGroups', () => {
  it('groups by service and live template, the largest first', () => {
    expect(group().groups).toEqual([
      { service: 'inventory', template_id: 'timeout', count: 2, share: 0.5, counts: [0, 1, 0, 1] },
      { service: 'cart', template_id: 'timeout', count: 1, share: 0.25, counts: [0, 1, 0, 0] },
      { service: 'inventory', count: 1, share: 0.25, counts: [0, 1, 0, 0] },
    ]);
  });

  it('knows nothing before the oldest of the newest requests', () => {
    expect(group().known).toEqual([true, true, true, true]);
    expect(group({ is_truncated: true }).known).toEqual([false, true, true, true]);
  });

  it('counts what began outside the range at its edge: a request may have begun before', () => {
    const requests = [failedRequest({ start: '2026-01-15T13:00:00.000Z' })];
    expect(group({ requests }).groups[0]!.counts).toEqual([1, 0, 0, 0]);
  });

  it('has no groups of no requests', () => {
    expect(group({ requests: [] })).toEqual({ groups: [], known: [true, true, true, true] });
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

describe('errorTemplateIds', () => {
  it('gives the most frequent first', () => {
    expect(errorTemplateIds(REQUESTS)).toEqual(['timeout', 'merged']);
  });
});
