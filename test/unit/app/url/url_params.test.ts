import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUrlParams, parseUrlParams, URL_PARAMS } from '../../../../public/url/url_params.ts';

test.each([
  ['', {}],
  ['?from=now-1h&to=now', { from: 'now-1h', to: 'now' }],
  ['?unknown=1&query=a%20b', { query: 'a b' }],
  ['?query=', {}],
  ['?query=first&query=second', { query: 'first' }],
  ['?__proto__=x&constructor=y', {}],
])('%s is %o', (search, params) => {
  expect(parseUrlParams(search)).toEqual(params);
});

test('what is absent or empty is not written', () => {
  expect(formatUrlParams({ query: undefined, service: '', from: 'now-1h' })).toBe('?from=now-1h');
  expect(formatUrlParams({})).toBe('');
});

test('what is written is read again, whatever it is', () => {
  const params = fc.record(
    Object.fromEntries(URL_PARAMS.map((name) => [name, fc.string({ minLength: 1, unit: 'binary' })])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(params, (given) => {
      expect(parseUrlParams(formatUrlParams(given))).toEqual({ ...given });
    }),
  );
});
