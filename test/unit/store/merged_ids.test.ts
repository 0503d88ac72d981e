import { describe, expect, it } from 'vitest';
import { MergedIds } from '../../../ml-service/src/store/merged_ids.ts';

describe('merged ids', () => {
  const merged = new MergedIds(
    new Map([
      ['a', 'b'],
      ['b', 'c'],
      ['d', 'c'],
    ]),
  );

  it.each([
    ['a', 'c'],
    ['b', 'c'],
    ['c', 'c'],
    ['d', 'c'],
    ['nobody', 'nobody'],
  ])('of %s the live one is %s', (id, live) => {
    expect(merged.liveOf(id)).toBe(live);
  });

  it('are all found from any of them', () => {
    for (const id of ['a', 'b', 'c', 'd']) expect(merged.idsOf(id)).toEqual(['c', 'a', 'b', 'd']);
    expect(merged.idsOf('nobody')).toEqual(['nobody']);
  });

  it('that go in a circle end somewhere', () => {
    const circle = new MergedIds(
      new Map([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    );
    expect(circle.idsOf('a')).toContain('a');
  });
});
