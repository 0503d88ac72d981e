import { describe, expect, test } from 'vitest';
import { callerOf, headersOf, maySee, OPERATOR } from '../../../common/api/caller.ts';

const roundTrip = (caller: Parameters<typeof headersOf>[0]) => {
  const headers = headersOf(caller);
  return callerOf((name) => headers[name]);
};

describe('who asks', () => {
  test.each([
    [OPERATOR],
    [{ user: 'anna' }],
    [{ user: 'Ünal, Jörg <x>\n', data_streams: ['logs-shop-default', 'logs-größe-a'] }],
    [{ data_streams: [] }],
  ])('%j is understood as it was said', (caller) => {
    expect(roundTrip(caller)).toEqual(caller);
  });

  test('reads nothing where a proxy dropped what they may read', () => {
    expect(callerOf((name) => (name === 'x-log-ai-user' ? 'anna' : undefined))).toEqual({
      user: 'anna',
      data_streams: [],
    });
  });

  test('is refused where it cannot be read: taken for nobody, it would see everything', () => {
    expect(() => callerOf((name) => (name === 'x-log-ai-data-streams' ? '%zz' : undefined))).toThrow(
      expect.objectContaining({ code: 'request_invalid' }),
    );
  });
});

describe('what comes from several data streams', () => {
  test.each([
    ['everything, to an operator', OPERATOR, ['a', 'b'], true],
    ['what nobody knows the origin of, to an operator', OPERATOR, undefined, true],
    ['all of them readable', { data_streams: ['a', 'b', 'c'] }, ['a', 'b'], true],
    ['one of them not', { data_streams: ['a'] }, ['a', 'b'], false],
    ['nothing readable', { data_streams: [] }, ['a'], false],
    ['an unknown origin', { data_streams: ['a'] }, undefined, false],
    ['no origin', { data_streams: ['a'] }, [], false],
  ])('%s', (_name, caller, comesFrom, shown) => {
    expect(maySee(caller, comesFrom)).toBe(shown);
  });
});
