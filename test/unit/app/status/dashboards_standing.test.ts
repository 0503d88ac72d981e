import { expect, test } from 'vitest';
import type { SavedObjectStep } from '../../../../common/api.ts';
import { standingOf } from '../../../../public/status/dashboards_standing.ts';

const object = (state: SavedObjectStep['state'], type: SavedObjectStep['type'] = 'dashboard') =>
  ({ type, id: `log-ai-${type}-${state}`, title: state, state, action: 'keep' }) as const;

test.each([
  ['nothing is there', [object('missing'), object('missing', 'tag')], 'not_installed'],
  ['only a data view was left', [object('missing'), object('current', 'index-pattern')], 'not_installed'],
  ['all is there', [object('current'), object('current', 'tag')], 'installed'],
  ['a user changed one', [object('current'), object('changed')], 'installed'],
  ['one is of an older edition', [object('current'), object('outdated')], 'outdated'],
  ['one was deleted', [object('current'), object('missing')], 'outdated'],
  ['a newer version wrote one', [object('newer'), object('outdated')], 'newer'],
] as const)('where %s', (_, objects, state) => {
  expect(standingOf({ objects: [...objects] }).state).toBe(state);
});

test('names what was changed, and what can be opened', () => {
  const { changed, dashboards } = standingOf({
    objects: [object('changed'), object('missing'), object('current'), object('changed', 'search')],
  });
  expect(changed.map(({ type }) => type)).toEqual(['dashboard', 'search']);
  expect(dashboards.map(({ state }) => state)).toEqual(['changed', 'current']);
});
