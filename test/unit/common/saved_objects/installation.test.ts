import { beforeEach, describe, expect, test } from 'vitest';
import {
  installObjects,
  lookAtObjects,
  removeObjects,
} from '../../../../common/saved_objects/installation.ts';
import { markOf } from '../../../../common/saved_objects/mark.ts';
import type { KibanaSavedObject } from '../../../../server/kibana/contract.ts';
import { kibanaStore } from '../../../../server/saved_objects/kibana_store.ts';
import { SavedObjects } from '../../../host/server/saved_objects/saved_objects.ts';

/** Installed, upgraded and removed again, and what a user made of it is theirs. */

const OVERVIEW = { type: 'dashboard', id: 'log-ai-overview' } as const;
const LOGS = { type: 'index-pattern', id: 'log-ai-logs' } as const;
const ALL = 14;

let kibana: SavedObjects;
beforeEach(() => {
  kibana = new SavedObjects();
});

const inputOf = (space = 'default', log_patterns = ['logs-*']) => ({
  store: kibanaStore(kibana.clientIn(space)),
  log_patterns,
});
const install = (overwrite = false, space?: string) => installObjects({ ...inputOf(space), overwrite });
const stateOf = async (key: { id: string }, space?: string) =>
  (await lookAtObjects(inputOf(space))).find(({ id }) => id === key.id);
const read = async (key: { type: string; id: string }) =>
  (await kibana.clientIn('default').bulkGet([key])).saved_objects[0] as KibanaSavedObject;
const tally = (steps: readonly { action: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(steps, ({ action }) => action)].map(([action, { length }]) => [action, length]),
  );
/** As an app of Kibana saves: the tags of an object are written anew, under names of Kibana's own. */
const saveAsUser = async (key: { type: string; id: string }, attributes: Record<string, unknown>) => {
  const { references } = await read(key);
  kibana.update(key, {
    attributes,
    references: references.map((one) => (one.type === 'tag' ? { ...one, name: `tag-ref-${one.id}` } : one)),
  });
};
/** As an older version of Log AI left it. */
const age = async (key: { type: string; id: string }) => {
  const { attributes, references } = await read(key);
  const older = references.map((one) => (one.type === 'tag' ? markOf('default', 0) : one));
  kibana.create([{ ...key, attributes, references: older }], { space: 'default', overwrite: true });
};

describe('an installation', () => {
  test('creates all, and a second one keeps all', async () => {
    expect(tally(await lookAtObjects(inputOf()))).toEqual({ create: ALL });
    expect(tally(await install())).toEqual({ create: ALL });
    expect(tally(await install())).toEqual({ keep: ALL });
  });

  test('is of one space', async () => {
    await install();
    expect(tally(await lookAtObjects(inputOf('ops')))).toEqual({ create: ALL });
    expect(tally(await install(false, 'ops'))).toEqual({ create: ALL });
    expect((await stateOf({ id: 'log-ai-overview-ops' }, 'ops'))?.state).toBe('current');
  });

  test('brings back what was deleted', async () => {
    await install();
    await kibana.clientIn('default').bulkDelete([OVERVIEW]);
    expect(tally(await install())).toEqual({ create: 1, keep: ALL - 1 });
  });

  test('updates what is of an older edition', async () => {
    await install();
    await age(OVERVIEW);
    expect(await stateOf(OVERVIEW)).toMatchObject({ state: 'outdated', action: 'update' });
    expect(tally(await install())).toEqual({ update: 1, keep: ALL - 1 });
    expect((await stateOf(OVERVIEW))?.state).toBe('current');
  });

  test('follows the patterns of the logs', async () => {
    await install();
    const steps = await installObjects({ ...inputOf('default', ['app-*']), overwrite: false });
    expect(steps.filter(({ action }) => action === 'update').map(({ id }) => id)).toEqual([LOGS.id]);
    expect((await read(LOGS)).attributes['title']).toBe('app-*');
  });
});

describe("a user's own change", () => {
  test('of a dashboard survives an installation, and is reported', async () => {
    await install();
    await saveAsUser(OVERVIEW, { title: 'Mine' });
    const steps = await install();
    expect(steps.find(({ id }) => id === OVERVIEW.id)).toMatchObject({
      state: 'changed',
      action: 'skip',
      reason: 'changed by a user',
    });
    expect((await read(OVERVIEW)).attributes['title']).toBe('Mine');
  });

  test('that kept the mark is one, too', async () => {
    await install();
    kibana.update(OVERVIEW, { attributes: { title: 'By a script' } });
    expect((await stateOf(OVERVIEW))?.state).toBe('changed');
  });

  test('that was brought in again whole is one, too', async () => {
    await install();
    await saveAsUser(OVERVIEW, { title: 'Mine' });
    kibana.create([{ ...OVERVIEW, ...(await read(OVERVIEW)) }], { space: 'default', overwrite: true });
    expect((await stateOf(OVERVIEW))?.state).toBe('changed');
  });

  test('is replaced where that is asked for', async () => {
    await install();
    await saveAsUser(OVERVIEW, { title: 'Mine' });
    expect(tally(await install(true))).toEqual({ update: 1, keep: ALL - 1 });
    expect((await read(OVERVIEW)).attributes['title']).toBe('Log AI – overview');
  });

  test('of the tag is none of ours', async () => {
    await install();
    kibana.update({ type: 'tag', id: 'log-ai-tag' }, { attributes: { color: '#000000' } });
    expect(tally(await install())).toEqual({ keep: ALL });
  });

  test('of a data view stays beside what Log AI needs of it, even where all is overwritten', async () => {
    await install();
    kibana.update(LOGS, {
      attributes: {
        name: 'Our logs',
        fieldAttrs: JSON.stringify({ message: { count: 3, customLabel: 'Line' } }),
        fieldFormatMap: JSON.stringify({ bytes: { id: 'bytes' } }),
      },
    });
    expect(await stateOf(LOGS)).toMatchObject({ state: 'outdated', action: 'update' });
    await install(true);
    const { attributes } = await read(LOGS);
    expect(attributes).toMatchObject({
      name: 'Our logs',
      fieldAttrs: expect.stringContaining('Line') as string,
    });
    expect(Object.keys(JSON.parse(attributes['fieldFormatMap'] as string) as object)).toEqual([
      'bytes',
      'log_ai.template.id',
      'log_ai.request_id',
    ]);
    expect((await stateOf(LOGS))?.state).toBe('current');
  });

  test('that Discover makes of a data view by itself is none', async () => {
    await install();
    kibana.update(LOGS, { attributes: { fieldAttrs: JSON.stringify({ message: { count: 3 } }) } });
    expect((await stateOf(LOGS))?.state).toBe('current');
    expect(tally(await removeObjects({ ...inputOf(), overwrite: false }))).toEqual({ delete: ALL });
  });

  test('that comes between is not written over', async () => {
    await install();
    await age(OVERVIEW);
    const { store } = inputOf();
    const late = {
      ...store,
      read: async (keys: Parameters<typeof store.read>[0]) => {
        const found = await store.read(keys);
        await saveAsUser(OVERVIEW, { title: 'Mine' });
        return found;
      },
    };
    const steps = await installObjects({ store: late, log_patterns: ['logs-*'], overwrite: false });
    expect(steps.find(({ id }) => id === OVERVIEW.id)).toMatchObject({
      action: 'skip',
      reason: 'somebody changed it at the same time: try again',
    });
    expect((await read(OVERVIEW)).attributes['title']).toBe('Mine');
  });
});

test('what a newer version wrote is left alone', async () => {
  await install();
  const { attributes, references } = await read(OVERVIEW);
  const newer = references.map((one) => (one.type === 'tag' ? markOf('default', 99) : one));
  kibana.create([{ ...OVERVIEW, attributes, references: newer }], { space: 'default', overwrite: true });
  expect((await install()).find(({ id }) => id === OVERVIEW.id)).toMatchObject({
    state: 'newer',
    action: 'skip',
  });
});

describe('a removal', () => {
  test('takes all of it away, and a second one finds nothing', async () => {
    await install();
    expect(tally(await removeObjects({ ...inputOf(), overwrite: false, dry_run: true }))).toEqual({
      delete: ALL,
    });
    expect(tally(await removeObjects({ ...inputOf(), overwrite: false }))).toEqual({ delete: ALL });
    expect(tally(await removeObjects({ ...inputOf(), overwrite: false }))).toEqual({ keep: ALL });
  });

  test("leaves a user's dashboard, and what it is made of", async () => {
    await install();
    await saveAsUser({ type: 'dashboard', id: 'log-ai-requests-dashboard' }, { title: 'Mine' });
    const steps = await removeObjects({ ...inputOf(), overwrite: false });
    expect(
      steps.filter(({ action }) => action === 'skip').map(({ id, reason }) => `${id}: ${reason}`),
    ).toEqual([
      'log-ai-tag: something else uses it',
      'log-ai-requests: something else uses it',
      'log-ai-search-failed-requests: something else uses it',
      'log-ai-requests-dashboard: changed by a user',
    ]);
  });

  test('leaves a data view that a user built upon, or in', async () => {
    await install();
    kibana.create(
      [
        {
          type: 'lens',
          id: 'theirs',
          attributes: { title: 'Theirs' },
          references: [{ type: 'index-pattern', id: 'log-ai-anomalies', name: 'layer' }],
        },
      ],
      { space: 'default', overwrite: false },
    );
    kibana.update(LOGS, { attributes: { runtimeFieldMap: JSON.stringify({ hour: { type: 'long' } }) } });
    const steps = await removeObjects({ ...inputOf(), overwrite: false });
    expect(steps.filter(({ action }) => action === 'skip').map(({ id }) => id)).toEqual([
      LOGS.id,
      'log-ai-anomalies',
    ]);
  });

  test('takes all where that is asked for', async () => {
    await install();
    await saveAsUser(OVERVIEW, { title: 'Mine' });
    expect(tally(await removeObjects({ ...inputOf(), overwrite: true }))).toEqual({ delete: ALL });
  });
});
