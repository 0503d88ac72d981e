import type { SavedObjectsResponse, SavedObjectStep } from '../../common/api.ts';

/** How the objects of a space stand, all together. */
export interface Standing {
  readonly state: 'not_installed' | 'installed' | 'outdated' | 'newer';
  /** Objects that users changed: they are left alone. */
  readonly changed: readonly SavedObjectStep[];
  /** There, to be opened. */
  readonly dashboards: readonly SavedObjectStep[];
}

/** What is there is installed, though a user may have deleted a part of it: an update brings that back. */
export function standingOf({ objects }: Pick<SavedObjectsResponse, 'objects'>): Standing {
  const has = (...states: readonly SavedObjectStep['state'][]) =>
    objects.some(({ state }) => states.includes(state));
  const dashboards = objects.filter(({ type, state }) => type === 'dashboard' && state !== 'missing');
  const state =
    dashboards.length === 0
      ? 'not_installed'
      : has('newer')
        ? 'newer'
        : has('missing', 'outdated')
          ? 'outdated'
          : 'installed';
  return { state, dashboards, changed: objects.filter((one) => one.state === 'changed') };
}
