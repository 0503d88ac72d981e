import { describe, expect, it } from 'vitest';
import { at, type IncidentFacts, incidentOf, ruleOf } from './rule_world.ts';

/** Incidents on the left, what actions ran on the right. A rule runs each minute from 10:00. */

const rule = (params: object = {}) => ruleOf({ type_id: 'log_ai.incident', params });

describe('a rule of incidents', () => {
  it.each<[string, object, readonly IncidentFacts[], readonly string[]]>([
    ['tells of what is critical by itself', {}, [{ id: 'a' }, { id: 'b', score: 74 }], ['critical a']],
    [
      'tells the worst first, from its band on',
      { min_band: 'major' },
      [
        { id: 'a', score: 60 },
        { id: 'b', score: 90 },
        { id: 'c', score: 40 },
      ],
      ['critical b', 'major a'],
    ],
    [
      'goes by any of its services',
      { services: ['checkout'] },
      [{ id: 'a' }, { id: 'b', services: ['mail'] }],
      ['critical a'],
    ],
    ['leaves out what may alert nobody', { min_band: 'low' }, [{ id: 'a', score: 0 }], []],
    ['leaves out what became part of another', {}, [{ id: 'a', merged_into: 'b' }], []],
  ])('%s', async (_what, params, incidents, told) => {
    expect(await rule(params).tellOf(0, incidents)).toEqual(told);
  });

  it('tells once while it grows, again for a higher band, when it is over, and when it comes again', async () => {
    const { tellOf } = rule({ min_band: 'major' });
    const steps: [number, IncidentFacts, string[]][] = [
      [0, { id: 'a', score: 60 }, ['major a']],
      [1, { id: 'a', score: 70, services: ['inventory', 'checkout', 'gateway'] }, []],
      [2, { id: 'a', score: 80, raised: 2 }, ['critical a']],
      [3, { id: 'a', score: 80, raised: 2, status: 'resolved' }, ['recovered a']],
      [4, { id: 'a', score: 80, raised: 2, status: 'resolved' }, []],
      // Reopened, it is the same one: it is told again, for it is going on again.
      [5, { id: 'a', score: 80, raised: 2 }, ['critical a']],
      [6, { id: 'a', score: 80, raised: 2 }, []],
    ];
    for (const [minute, incident, told] of steps) expect(await tellOf(minute, [incident])).toEqual(told);
  });

  it('ends with an incident that became part of another, which goes on', async () => {
    const { tellOf } = rule();
    expect(await tellOf(0, [{ id: 'a' }, { id: 'b' }])).toEqual(['critical a', 'critical b']);
    expect(await tellOf(1, [{ id: 'a' }, { id: 'b', merged_into: 'a' }])).toEqual(['recovered b']);
  });

  it('says where it began, how much it is, and where it is shown', async () => {
    const { indices, run } = ruleOf({ type_id: 'log_ai.incident', public_url: 'https://kibana' });
    indices['log-ai-incidents'].push(incidentOf({ id: 'a' }));
    const { actions } = await run(0);
    expect(actions.map(({ context }) => context)).toEqual([
      {
        reason: 'inventory: 3 anomalies in 2 services (inventory, checkout), 51 failed requests.',
        status: 'active',
        score: 80,
        severity: 'critical',
        service: 'inventory',
        services: 'inventory, checkout',
        anomalies: 3,
        count: 51,
        start: at(-2),
        detected: at(0),
        event_id: 'a',
        url: `https://kibana/app/logAi/incidents?from=${encodeURIComponent(at(-32))}&to=${encodeURIComponent(at(30))}&incident=a`,
      },
    ]);
  });
});
