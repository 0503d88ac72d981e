import { describe, expect, it } from 'vitest';
import { alertingOf, type AnomalyFacts, anomalyOf, at, namesOf, ruleOf } from './rule_world.ts';

/** Anomalies on the left, what actions ran on the right. A rule runs each minute from 10:00. */

const rule = (params: object = {}, most_alerts?: number) =>
  ruleOf({ type_id: 'log_ai.anomaly', params, ...(most_alerts !== undefined && { most_alerts }) });

describe('a rule of anomalies', () => {
  it.each<[string, object, readonly AnomalyFacts[], readonly string[]]>([
    ['tells of what is critical by itself', {}, [{ id: 'a' }, { id: 'b', score: 74 }], ['critical a']],
    [
      'tells the worst first, from its band on',
      { min_band: 'minor' },
      [
        { id: 'low', score: 24 },
        { id: 'b', score: 30 },
        { id: 'c', score: 99 },
        { id: 'd', score: 60 },
      ],
      ['critical c', 'major d', 'minor b'],
    ],
    [
      'goes by type',
      { types: ['drop', 'semantic'] },
      [{ id: 'a' }, { id: 'b', type: 'drop' }],
      ['critical b'],
    ],
    ['goes by service', { services: ['db'] }, [{ id: 'a' }, { id: 'b', service: 'db' }], ['critical b']],
    [
      'goes by template',
      { template_ids: ['template_x'] },
      [{ id: 'a' }, { id: 'b', template: 'template_x' }],
      ['critical b'],
    ],
    ['leaves out what is interim', {}, [{ id: 'a', is_interim: true }], []],
    ['but where it is asked for', { include_interim: true }, [{ id: 'a', is_interim: true }], ['critical a']],
    ['never tells of what was found late', { include_interim: true }, [{ id: 'a', is_late: true }], []],
    [
      'leaves out what was expected, and what has expired',
      {},
      [
        { id: 'a', status: 'expected' },
        { id: 'b', status: 'expired' },
      ],
      [],
    ],
    [
      'goes by the moment of detection, not by that at which it began',
      {},
      [{ id: 'a', start: -10_000 }],
      ['critical a'],
    ],
    ['leaves out what was found the day before it was made', {}, [{ id: 'a', created: -1441 }], []],
    ['but for what got worse since', {}, [{ id: 'a', created: -1441, raised: -1 }], ['critical a']],
    ['leaves out what had ended before it was made', {}, [{ id: 'a', created: -1, status: 'resolved' }], []],
  ])('%s', async (_what, params, anomalies, told) => {
    expect(await rule(params).tell(0, anomalies)).toEqual(told);
  });

  it('tells once, again for each higher band, and when it has ended', async () => {
    const { tell } = rule({ min_band: 'minor' });
    const steps: [number, AnomalyFacts, string[]][] = [
      [0, { id: 'a', score: 30 }, ['minor a']],
      [1, { id: 'a', score: 30 }, []],
      [2, { id: 'a', score: 49 }, []],
      [3, { id: 'a', score: 60, raised: 3 }, ['major a']],
      [4, { id: 'a', score: 70, raised: 3 }, []],
      // What falls is no news, and what rises to where it was is none either.
      [5, { id: 'a', score: 10, raised: 3 }, []],
      [6, { id: 'a', score: 60, raised: 6 }, []],
      [7, { id: 'a', score: 90, raised: 7, is_interim: true }, ['critical a']],
      [8, { id: 'a', score: 90, raised: 7, status: 'resolved' }, ['recovered a']],
      [9, { id: 'a', score: 90, raised: 7, status: 'resolved' }, []],
      [60, { id: 'a', score: 91, raised: 7, status: 'resolved' }, []],
    ];
    for (const [minute, anomaly, told] of steps) expect(await tell(minute, [anomaly])).toEqual(told);
  });

  it.each(['resolved', 'expired', 'expected'] as const)('ends when the anomaly is %s', async (status) => {
    const { tell } = rule();
    await tell(0, [{ id: 'a' }]);
    expect(await tell(1, [{ id: 'a', status }])).toEqual(['recovered a']);
    expect(await tell(2, [{ id: 'a', status }])).toEqual([]);
  });

  it('ends when its anomaly is deleted', async () => {
    const { tell } = rule();
    await tell(0, [{ id: 'a' }]);
    expect(await tell(1, [])).toEqual(['recovered a']);
  });

  it('is active again with an anomaly that goes on', async () => {
    const { tell } = rule();
    await tell(0, [{ id: 'a' }]);
    await tell(1, [{ id: 'a', status: 'resolved' }]);
    expect(await tell(2, [{ id: 'a' }])).toEqual(['critical a']);
  });

  it('tells of what came and went between two runs, once', async () => {
    const { tell } = rule();
    await tell(0, []);
    const gone = { id: 'a', created: 7, status: 'resolved' } as const;
    expect(await tell(60, [gone])).toEqual(['critical a']);
    expect(await tell(61, [gone])).toEqual(['recovered a']);
    for (const minute of [62, 63, 120]) expect(await tell(minute, [gone])).toEqual([]);
  });

  it('tells of what was interim until it ended, and of what is seen some minutes after its moment', async () => {
    const { tell } = rule();
    await tell(0, []);
    expect(await tell(1, [{ id: 'a', created: 1, is_interim: true }])).toEqual([]);
    expect(await tell(3, [{ id: 'a', created: 1, status: 'resolved' }])).toEqual(['critical a']);
  });

  it('goes on with what it tells of, until its parameters no longer mean it', async () => {
    const one = rule({ services: ['cart'] });
    await one.tell(0, [{ id: 'a' }]);
    expect(await one.tell(1, [{ id: 'a', service: 'db' }])).toEqual(['recovered a']);
  });

  it('says what it knows of an anomaly, and how it ended', async () => {
    const { indices, run } = ruleOf({
      type_id: 'log_ai.anomaly',
      public_url: 'https://kibana.example.org/base',
      space: 'ops',
    });
    indices['log-ai-anomalies'].push(anomalyOf({ id: 'a', score: 80.4 }));
    const [begun] = (await run(0)).actions;
    const root = 'https://kibana.example.org/base/s/ops/app';
    expect(begun!.context).toEqual({
      reason: 'cart: "Failed to connect" up to 11.3/min, typically none.',
      status: 'active',
      score: 80,
      severity: 'critical',
      type: 'frequency',
      service: 'cart',
      template_id: 'template_failed_to_connect_3f9a',
      template_text: 'Failed to connect to <target>',
      start: at(-2),
      detected: at(0),
      event_id: 'a',
      url: `${root}/logAi/anomalies?from=2026-11-28T09%3A28%3A00.000Z&to=2026-11-28T10%3A30%3A00.000Z&anomaly=a`,
      discover_url: expect.stringMatching(
        /^https:\/\/kibana\.example\.org\/base\/s\/ops\/app\/r\?l=DISCOVER_APP_LOCATOR/,
      ) as string,
    });
    const discover = new URL(begun!.context['discover_url'] as string);
    expect(JSON.parse(discover.searchParams.get('p')!)).toMatchObject({
      dataViewSpec: { title: 'logs-shop-default' },
      query: {
        query: 'log_ai.template.id: "template_failed_to_connect_3f9a" and service.name: "cart"',
      },
      timeRange: { from: at(-2) },
    });
    indices['log-ai-anomalies'].splice(0, 1, anomalyOf({ id: 'a', status: 'expected' }));
    const [ended] = (await run(1)).actions;
    expect(ended).toMatchObject({
      group: 'recovered',
      context: { status: 'expected', service: 'cart', event_id: 'a' },
    });
  });

  it('links within Kibana where that does not know its address', async () => {
    const { indices, run } = ruleOf({ type_id: 'log_ai.anomaly' });
    indices['log-ai-anomalies'].push(anomalyOf({ id: 'a' }));
    const [{ context } = { context: {} as Record<string, unknown> }] = (await run(0)).actions;
    expect(context['url']).toMatch(/^\/kibana\/app\/logAi\/anomalies\?/);
  });
});

describe('of 10,000 anomalies', () => {
  const many = Array.from({ length: 10_000 }, (_, number) => ({
    id: `a${String(number).padStart(5, '0')}`,
    score: 75 + (number % 20),
  }));

  it('a rule tells as many as Kibana takes, the worst first, and of the next when some have ended', async () => {
    const { indices, run, searches } = rule();
    indices['log-ai-anomalies'].push(...many.map(anomalyOf));
    const first = await run(0);
    expect(first).toMatchObject({ is_limit_reached: true });
    expect(first.active).toHaveLength(1000);
    expect(first.actions.every(({ context }) => (context['score'] as number) >= 93)).toBe(true);
    expect(searches.every(({ size }) => size <= 1001)).toBe(true);
    expect(searches.length).toBeLessThanOrEqual(3);

    const second = await run(1);
    expect(second.actions).toEqual([]);
    expect(second.active).toHaveLength(1000);

    const [gone, ...rest] = first.active;
    const { 'log-ai-anomalies': stored } = indices;
    const place = stored.findIndex(({ event }) => event.id === gone);
    stored[place] = anomalyOf({ id: gone!, score: 94, status: 'resolved' });
    const third = await run(2);
    expect(third.is_limit_reached).toBe(false);
    expect(namesOf(third)).toEqual([expect.stringMatching(/^critical a/), `recovered ${gone!}`]);
    expect(third.active).toEqual(expect.arrayContaining(rest));
    expect(third.active).toHaveLength(1000);
  });

  it('none is told twice where all came and went', async () => {
    const { indices, run } = rule();
    await run(0);
    indices['log-ai-anomalies'].push(
      ...many.slice(0, 3000).map((one) => anomalyOf({ ...one, created: 1, status: 'resolved' })),
    );
    const told: string[] = [];
    for (let minute = 1; minute < 15; minute++) {
      const { actions } = await run(minute);
      told.push(...actions.flatMap(({ group, alert }) => (group === 'recovered' ? [] : [alert])));
    }
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(3000);
  });
});

it.each(['log_ai.anomaly', 'log_ai.new_error_template', 'log_ai.failed_requests'])(
  'a rule of %s finds nothing before the first record of its kind',
  async (type_id) => {
    const missing = Object.assign(new Error('no such index'), { statusCode: 404 });
    const client = { search: () => Promise.reject(missing) };
    const one = alertingOf().createRule({ type_id, params: {}, client });
    expect(await one.run(new Date(at(0)))).toMatchObject({ actions: [], active: [] });
  },
);

describe('a rule that may not read', () => {
  it.each([
    [403, /may not read log-ai-anomalies: give whoever saved it last the privilege read/],
    [500, /refused/],
  ])('fails with %i, and says what to do', async (statusCode, says) => {
    const refused = Object.assign(new Error('refused'), { statusCode });
    const one = alertingOf().createRule({
      type_id: 'log_ai.anomaly',
      params: {},
      client: { search: () => Promise.reject(refused) },
    });
    await expect(one.run(new Date(at(0)))).rejects.toThrow(says);
  });
});
