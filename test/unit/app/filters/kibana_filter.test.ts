import { describe, expect, test } from 'vitest';
import { filtersOf, formatFilters, type KibanaFilter } from '../../../../public/filters/kibana_filter.ts';
import { formatUrlParams, parseUrlParams } from '../../../../public/url/url_params.ts';

const CART: KibanaFilter = {
  meta: { key: 'service.name', negate: false, params: { query: 'cart' }, type: 'phrase' },
  query: { match_phrase: { 'service.name': 'cart' } },
  $state: { store: 'appState' },
};
const PINNED: KibanaFilter = { ...CART, $state: { store: 'globalState' } };

describe('the filters of a link', () => {
  test('are read as they were written, without the pinned ones, which are of all apps', () => {
    const address = formatUrlParams({ kql: 'not "a & b"', filters: formatFilters([CART, PINNED]) });
    const { kql, filters } = parseUrlParams(address);
    expect({ kql, filters: filtersOf(filters) }).toEqual({ kql: 'not "a & b"', filters: [CART] });
  });

  test('are not written where there are none', () => {
    expect(formatFilters([PINNED])).toBeUndefined();
  });

  test.each([undefined, '', '{', '{"meta":{}}', '[1, null, [], {"query":{}}, {"meta":1}]', '['.repeat(5000)])(
    'are none in %j',
    (text) => {
      expect(filtersOf(text)).toEqual([]);
    },
  );
});
