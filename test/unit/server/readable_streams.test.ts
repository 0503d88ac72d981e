import { describe, expect, test } from 'vitest';
import { Callers } from '../../../server/access/callers.ts';
import { readableStreams } from '../../../server/access/readable_streams.ts';
import type { ElasticsearchClient, KibanaUser } from '../../../server/kibana/contract.ts';

/** What a user may read, and what Elasticsearch says of it. */

const STREAMS = { patterns: ['logs-*'], data_streams: ['logs-a', 'logs-b', 'logs-c'] };
const LIMITED = {
  query: { query: ['{"match_all":{}}'] },
  fields: { field_security: [{ grant: ['message'] }] },
};

class StatusError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

interface World {
  readonly asked: { privileges: number; streams: number };
  readonly client: ElasticsearchClient;
  grants: readonly { names: string[]; privileges?: string[]; query?: unknown; field_security?: unknown }[];
  readable: readonly string[];
  failure: Error | undefined;
}

function worldOf(readable: readonly string[], grants: World['grants'] = [{ names: ['logs-*'] }]): World {
  const answer = <T>(value: T) => (world.failure ? Promise.reject(world.failure) : Promise.resolve(value));
  const world: World = {
    asked: { privileges: 0, streams: 0 },
    grants,
    readable,
    failure: undefined,
    client: {
      msearch: () => Promise.reject(new Error('nobody reads here')),
      search: () => Promise.reject(new Error('nobody reads here')),
      security: {
        getUserPrivileges: () =>
          answer({ indices: world.grants.map((grant) => ({ privileges: ['read'], ...grant })) }),
        hasPrivileges: ({ index }) => {
          world.asked.privileges += 1;
          const names = index.flatMap((one) => one.names);
          return answer({
            index: Object.fromEntries(names.map((name) => [name, { read: world.readable.includes(name) }])),
          });
        },
      },
    },
  };
  return world;
}

const ask = ({ client }: World) => readableStreams({ client, askKnown: () => Promise.resolve(STREAMS) });
const ALL = ['logs-*', ...STREAMS.data_streams];

describe('the data streams that a user may read', () => {
  test('are not named where they may read all that is configured and all that is known', async () => {
    expect(await ask(worldOf(ALL))).toBeUndefined();
  });

  test('are named where one is missing, also where they may read all that there is now', async () => {
    expect(await ask(worldOf(['logs-b']))).toEqual(['logs-b']);
    expect(await ask(worldOf(STREAMS.data_streams))).toEqual(STREAMS.data_streams);
    expect(await ask(worldOf([]))).toEqual([]);
  });

  test.each([
    ['some documents only', LIMITED.query],
    ['some fields only', LIMITED.fields],
    ['all fields but one', { field_security: [{ grant: ['*'], except: ['message'] }] }],
  ])('are not those of which a role shows %s', async (_name, limit) => {
    const world = worldOf(ALL, [{ names: ['logs-a', 'logs-b*'], ...limit }, { names: ['logs-c'] }]);
    expect(await ask(world)).toEqual(['logs-c']);
  });

  test('are those that another role shows whole', async () => {
    const world = worldOf(ALL, [{ names: ['logs-*'], ...LIMITED.query }, { names: ['logs-?'] }]);
    expect(await ask(world)).toEqual(STREAMS.data_streams);
    world.grants = [
      { names: ['logs-*'], ...LIMITED.query },
      { names: ['logs-*'], privileges: ['write'] },
    ];
    expect(await ask(world)).toEqual([]);
  });

  test('are fewer where a role names them by an expression that cannot be read here', async () => {
    expect(await ask(worldOf(ALL, [{ names: ['/logs-[ab]/'], ...LIMITED.query }]))).toEqual([]);
  });

  test('do not matter where Elasticsearch has no users', async () => {
    const world = worldOf([]);
    world.failure = new StatusError(400, 'no handler found for uri [/_security/user/_privileges]');
    expect(await ask(world)).toBeUndefined();
  });

  test.each([
    ['Elasticsearch fails', new StatusError(503, 'busy'), { code: 'elasticsearch_failed' }],
    ['Elasticsearch is gone', new Error('connect ECONNREFUSED'), { code: 'elasticsearch_unreachable' }],
    ['it does not know them', new StatusError(401, 'who?'), { statusCode: 401 }],
  ])('are not guessed where %s', async (_name, failure, is) => {
    const world = worldOf(ALL);
    world.failure = failure;
    await expect(ask(world)).rejects.toMatchObject(is);
  });
});

describe('who asks the service', () => {
  const anna: KibanaUser = {
    username: 'anna',
    roles: ['a'],
    authentication_type: 'realm',
    authentication_realm: { name: 'native1', type: 'native' },
  };
  const callersOf = (world: World, clock = { now: 0 }) =>
    new Callers({
      askStreams: () => {
        world.asked.streams += 1;
        return world.failure ? Promise.reject(world.failure) : Promise.resolve(STREAMS);
      },
      now: () => clock.now,
    });

  test('is named, with what they may read', async () => {
    const callers = callersOf(worldOf([]));
    const { client } = worldOf(['logs-a']);
    expect(await callers.of({ user: anna, client })).toEqual({ user: 'anna', data_streams: ['logs-a'] });
    expect(await callers.of({ user: undefined, client })).toEqual({ data_streams: ['logs-a'] });
  });

  test('is asked about once in half a minute, and then anew', async () => {
    const world = worldOf(['logs-a']);
    const clock = { now: 0 };
    const callers = callersOf(world, clock);
    const { client } = world;
    await Promise.all([callers.of({ user: anna, client }), callers.of({ user: anna, client })]);
    expect(world.asked).toEqual({ privileges: 1, streams: 1 });
    world.readable = [];
    clock.now = 29_999;
    expect(await callers.of({ user: anna, client })).toMatchObject({ data_streams: ['logs-a'] });
    clock.now = 30_000;
    expect(await callers.of({ user: anna, client })).toMatchObject({ data_streams: [] });
  });

  test.each<[string, Partial<KibanaUser>]>([
    ['another user', { username: 'bert' }],
    ['other roles', { roles: ['b'] }],
    ['a namesake of another realm', { authentication_realm: { name: 'ldap1', type: 'ldap' } }],
    ['an API key of theirs', { authentication_type: 'api_key' }],
  ])('is never taken for %s', async (_name, other) => {
    const callers = callersOf(worldOf([]));
    await callers.of({ user: anna, client: worldOf(['logs-a']).client });
    const { client } = worldOf(['logs-b']);
    expect(await callers.of({ user: { ...anna, ...other }, client })).toMatchObject({
      data_streams: ['logs-b'],
    });
  });

  test('is asked about again after a failure', async () => {
    const world = worldOf(['logs-a']);
    const callers = callersOf(world);
    world.failure = new Error('connect ECONNREFUSED');
    await expect(callers.of({ user: anna, client: world.client })).rejects.toThrow(/no data is shown/);
    world.failure = undefined;
    expect(await callers.of({ user: anna, client: world.client })).toMatchObject({ user: 'anna' });
  });
});
