import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRison } from '../../../../public/url/rison.ts';

describe('an address of Kibana', () => {
  it.each([
    [
      "(filters:!(),refreshInterval:(pause:!t,value:60000),time:(from:now-15m,to:'2026-01-15T15:00:00.000Z'))",
      {
        filters: [],
        refreshInterval: { pause: true, value: 60_000 },
        time: { from: 'now-15m', to: '2026-01-15T15:00:00.000Z' },
      },
    ],
    ["'it!'s 100!!'", "it's 100!"],
    ['!(1,-2.5,!f,!n,a)', [1, -2.5, false, null, 'a']],
    ['()', {}],
  ])('%s', (text, value) => {
    expect(parseRison(text)).toEqual(value);
  });

  it.each(['', '(', '(a)', '(a:1', "'open", '!x', '(a:1)b', '!(1 2'])('%j is none', (text) => {
    expect(parseRison(text)).toBeUndefined();
  });

  it('is never the end of the page, whatever somebody wrote', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRison(text)));
  });
});
