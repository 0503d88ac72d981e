import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterPatch, listStateOf, pageOf, sortedRows } from '../../../../public/requests/list_state.ts';
import { failedRequest } from './failed_request.ts';

describe('listStateOf', () => {
  it.each([
    [{}, { outcome: 'failed', filter: {}, sort: 'start', order: 'desc', page: 0 }],
    [
      { outcome: 'degraded', service: 'cart', type: 'template_a', sort: 'duration', order: 'asc', page: '3' },
      {
        outcome: 'degraded',
        filter: { service: 'cart', template: { id: 'template_a' } },
        sort: 'duration',
        order: 'asc',
        page: 2,
      },
    ],
    [
      { type: '-' },
      { outcome: 'failed', filter: { template: 'none' }, sort: 'start', order: 'desc', page: 0 },
    ],
    [
      { outcome: 'succeeded', service: 'x'.repeat(513), sort: 'constructor', order: 'up', page: '-1' },
      { outcome: 'failed', filter: {}, sort: 'start', order: 'desc', page: 0 },
    ],
  ])('reads %j', (params, expected) => {
    expect(listStateOf(params)).toEqual(expected);
  });

  it('reads back the filter that it wrote', () => {
    const name = fc.string({ minLength: 1, maxLength: 512 });
    const template = fc.oneof(
      fc.constant('none' as const),
      fc.record({ id: name.filter((id) => id !== '-') }),
    );
    fc.assert(
      fc.property(fc.record({ service: name, template }, { requiredKeys: [] }), (filter) => {
        const { service, type } = filterPatch(filter);
        expect(listStateOf({ ...(service && { service }), ...(type && { type }) }).filter).toEqual(filter);
      }),
    );
  });
});

describe('pageOf', () => {
  it.each([
    [undefined, 0],
    ['1', 0],
    ['12', 11],
    ['0', 0],
    ['1e3', 0],
    ['99999999', 0],
  ])('%s is page %d', (value, expected) => {
    expect(pageOf(value)).toBe(expected);
  });
});

describe('sortedRows', () => {
  const requests = [
    failedRequest({ id: 'old', start: '2026-01-15T14:00:00.000Z', duration_ms: 500 }),
    failedRequest({ id: 'new', start: '2026-01-15T14:02:00.000Z', duration_ms: 500 }),
    failedRequest({ id: 'slow', start: '2026-01-15T14:01:00.000Z', duration_ms: 9000 }),
  ];

  it.each([
    ['start', 'desc', ['new', 'slow', 'old']],
    ['start', 'asc', ['old', 'slow', 'new']],
    ['duration', 'desc', ['slow', 'new', 'old']],
    ['duration', 'asc', ['new', 'old', 'slow']],
  ] as const)('by %s %s', (sort, order, expected) => {
    expect(sortedRows(requests, { sort, order }).map(({ request_id }) => request_id)).toEqual(expected);
  });
});
