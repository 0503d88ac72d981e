import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ES_QUERY_RULES, OWN_RULES } from '../../../../common/rules/ready_made_rules.ts';
import { createRules } from '../../../../ml-service/src/adapters/kibana/create_rules.ts';
import { KibanaClient } from '../../../../ml-service/src/adapters/kibana/kibana_client.ts';
import { alertingOf } from '../../server/rules/rule_world.ts';

/** `log-ai rules`: what is sent to Kibana, which refuses what the real one refuses. */

interface SentRule {
  readonly name: string;
  readonly rule_type_id: string;
  readonly consumer: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly actions: readonly { readonly id: string; readonly group: string; readonly params: unknown }[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CONNECTORS: Readonly<Partial<Record<string, string>>> = { log: '.server-log', mail: '.email' };

let server: Server;
let rules: Map<string, SentRule>;
let hasPlugin: boolean;
let url: string;

beforeEach(async () => {
  rules = new Map();
  hasPlugin = true;
  const alerting = alertingOf();
  const app = express().use(express.json());
  app.get('/api/actions/connector/:id', (request, response) => {
    const type = CONNECTORS[request.params.id];
    if (type === undefined) response.status(404).json({ message: 'Not found' });
    else response.json({ id: request.params.id, connector_type_id: type });
  });
  app.post('/api/alerting/rule/:id', (request, response) => {
    const { id } = request.params;
    const rule = request.body as SentRule;
    const type = alerting.types.get(rule.rule_type_id);
    if (!UUID.test(id)) response.status(400).json({ message: 'Predefined IDs are not allowed' });
    else if (rules.has(id)) response.status(409).json({ message: 'Conflict' });
    else if (!(rule.rule_type_id === '.es-query' || (hasPlugin && type))) {
      response.status(400).json({ message: `Rule type "${rule.rule_type_id}" is not registered.` });
    } else {
      type?.validate.params.validate(rule.params);
      const groups = type?.actionGroups.map((group) => group.id) ?? ['query matched'];
      const wrong = rule.actions.find(({ group }) => ![...groups, 'recovered'].includes(group));
      if (wrong) response.status(400).json({ message: `Invalid action groups: ${wrong.group}` });
      else response.json(rules.set(id, rule).get(id));
    }
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const client = (space = 'default') => new KibanaClient({ url, space });

describe('log-ai rules', () => {
  test('makes a rule of each type, with an action for what begins and one for what recovers', async () => {
    const steps = await createRules(client(), { rules: OWN_RULES, connector: 'log' });
    expect(steps.map(({ name, action }) => `${action} ${name}`)).toEqual([
      'create Log AI: critical incidents',
      'create Log AI: new error templates',
      'create Log AI: failed requests',
    ]);
    const [incidents] = rules.values();
    expect(incidents).toMatchObject({
      rule_type_id: 'log_ai.incident',
      consumer: 'logAi',
      schedule: { interval: '1m' },
      params: { min_band: 'critical' },
      actions: [
        { id: 'log', group: 'critical', params: { level: 'warn', message: expect.any(String) as string } },
        { id: 'log', group: 'recovered' },
      ],
    });
  });

  test('leaves alone what is there, and without a connector makes no actions', async () => {
    await createRules(client(), { rules: OWN_RULES });
    const again = await createRules(client(), { rules: OWN_RULES, connector: 'log' });
    expect(again.map(({ action }) => action)).toEqual(['keep', 'keep', 'keep']);
    expect([...rules.values()].every(({ actions }) => actions.length === 0)).toBe(true);
  });

  test('of Kibana’s own type go by the moment of detection, and group by anomaly', async () => {
    hasPlugin = false;
    await createRules(client(), { rules: ES_QUERY_RULES, connector: 'log' });
    const sent = [...rules.values()].map(({ params, consumer }) => ({
      consumer,
      index: params['index'],
      time: params['timeField'],
      group: params['termField'],
      query: JSON.parse(params['esQuery'] as string) as unknown,
    }));
    expect(sent[0]).toEqual({
      consumer: 'stackAlerts',
      index: ['log-ai-anomalies'],
      time: 'event.created',
      group: 'event.id',
      query: {
        query: {
          bool: {
            filter: [{ range: { 'event.risk_score': { gte: 75 } } }],
            must_not: [{ term: { is_late: true } }, { term: { 'anomaly.status': 'expected' } }],
          },
        },
      },
    });
    expect(sent.map(({ time }) => time)).toEqual(['event.created', 'event.created', 'event.created']);
  });

  test.each([
    ['a connector that is not there', 'other', /no connector other/, 'not_found'],
    ['one that needs more than a message', 'mail', /needs more than a message/, 'rules_failed'],
  ])('says what to do of %s', async (_what, connector, says, code) => {
    const failed = createRules(client(), { rules: OWN_RULES, connector });
    await expect(failed).rejects.toThrow(says);
    await expect(failed).rejects.toMatchObject({ code });
    expect(rules.size).toBe(0);
  });

  test('says that the plugin is missing', async () => {
    hasPlugin = false;
    await expect(createRules(client(), { rules: OWN_RULES })).rejects.toThrow(/take --es-query/);
  });
});
