import { describe, expect, it } from 'vitest';
import { at, failedRequestOf, namesOf, ruleOf } from './rule_world.ts';

/** Failed requests on the left, what actions ran on the right. A run is at the minute after 10:00 that is given. */

type Facts = Parameters<typeof failedRequestOf>[0];

const rule = (params: object = {}, most_alerts?: number) => {
  const one = ruleOf({
    type_id: 'log_ai.failed_requests',
    params,
    ...(most_alerts !== undefined && { most_alerts }),
  });
  const fail = (...requests: readonly Facts[]) =>
    one.indices['log-ai-requests'].push(...requests.map(failedRequestOf));
  return { ...one, fail };
};

const times = (count: number, facts: Omit<Facts, 'id'>): Facts[] =>
  Array.from({ length: count }, (_, number) => ({ id: `${facts.service ?? 'cart'}-${number}`, ...facts }));

const CART = 'failed_requests cart:template_failed_to_connect_3f9a';

describe('a rule of failed requests', () => {
  it.each<[string, object, readonly Facts[], readonly string[]]>([
    ['tells of one within five minutes by itself', {}, times(1, { created: 6 }), [CART]],
    ['not of older ones', {}, times(3, { created: 5 }), []],
    [
      'not of those that ended an hour before: a backfill found them',
      {},
      times(3, { created: 9, ended: -56 }),
      [],
    ],
    ['but of those that were long on their way', {}, times(1, { created: 9, ended: -54 }), [CART]],
    ['goes by the window', { window_minutes: 10 }, times(1, { created: 5 }), [CART]],
    ['goes by the least number', { min_requests: 3 }, times(2, { created: 9 }), []],
    ['which is reached', { min_requests: 3 }, times(3, { created: 9 }), [CART]],
    [
      'counts each service and first error by itself, the most first',
      { min_requests: 2 },
      [
        ...times(2, { created: 9 }),
        ...times(3, { created: 9, service: 'db', template: 'template_x' }),
        ...times(1, { created: 9, service: 'web' }),
        ...times(2, { created: 9, service: 'mail', template: '' }),
      ],
      ['failed_requests db:template_x', CART, 'failed_requests mail:no template'],
    ],
    [
      'goes by the service that failed first',
      { services: ['db'] },
      [...times(2, { created: 9 }), ...times(1, { created: 9, service: 'db' })],
      ['failed_requests db:template_failed_to_connect_3f9a'],
    ],
  ])('%s', async (_what, params, requests, told) => {
    const { fail, run } = rule(params);
    fail(...requests);
    expect(namesOf(await run(10)).sort()).toEqual([...told].sort());
  });

  it('tells once while they go on, and when they have stopped', async () => {
    const { fail, run } = rule({ min_requests: 2 });
    fail(...times(2, { created: 0 }));
    expect(namesOf(await run(1))).toEqual([CART]);
    fail({ id: 'later', created: 4 });
    expect(namesOf(await run(4))).toEqual([]);
    const [ended] = (await run(6)).actions;
    expect(ended).toMatchObject({
      alert: 'cart:template_failed_to_connect_3f9a',
      group: 'recovered',
      context: {
        reason: 'cart: fewer than 2 failed requests of this kind in 5 min.',
        status: 'resolved',
        service: 'cart',
      },
    });
  });

  it('says what it knows of them', async () => {
    const { fail, run } = rule();
    fail(...times(2, { created: 0, template: 'template_connection_timeout_3f9a' }), {
      id: 'latest',
      created: 1,
      template: 'template_connection_timeout_3f9a',
    });
    const [begun] = (await run(2)).actions;
    expect(begun!.context).toMatchObject({
      reason:
        'cart: 3 failed requests in 5 min, first "Connection timeout after <timeout_ms>ms to <target>".',
      status: 'active',
      service: 'cart',
      template_id: 'template_connection_timeout_3f9a',
      template_text: 'Connection timeout after <timeout_ms>ms to <target>',
      count: 3,
      request_id: 'latest',
      start: at(0),
      detected: at(1),
      url: expect.stringMatching(/\/app\/logAi\/requests\?.*request=latest$/) as string,
    });
  });

  it('stays with what it tells of where there is no room for all', async () => {
    const { fail, run } = rule({}, 2);
    fail({ id: 'a', service: 'a', created: 0 }, { id: 'b', service: 'b', created: 0 });
    await run(1);
    fail(...times(9, { service: 'c', created: 1 }));
    const { active, actions, is_limit_reached } = await run(2);
    expect({ active, actions, is_limit_reached }).toEqual({
      active: ['a:template_failed_to_connect_3f9a', 'b:template_failed_to_connect_3f9a'],
      actions: [],
      is_limit_reached: true,
    });
  });

  it('reads a bounded number of pages of 10,000 kinds', async () => {
    const { fail, run, searches } = rule();
    fail(
      ...Array.from({ length: 10_000 }, (_, number) => ({
        id: `r${number}`,
        template: `t${number}`,
        created: 0,
      })),
    );
    expect((await run(1)).active).toHaveLength(1000);
    expect(searches.filter(({ index }) => index === 'log-ai-requests')).toHaveLength(10);
  });
});
