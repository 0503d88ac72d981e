import { describe, expect, it } from 'vitest';
import { alertingOf } from './rule_world.ts';

/** What Kibana is told of the rules of Log AI, and what it refuses. */

const alerting = alertingOf();
const nobody = { search: () => Promise.reject(new Error('nobody reads here')) };
const create = (type_id: string, params: unknown) => alerting.createRule({ type_id, params, client: nobody });

it('the rule types with their action groups', () => {
  expect(
    [...alerting.types.values()].map(({ id, name, actionGroups, defaultActionGroupId }) => ({
      id,
      name,
      groups: actionGroups.map((group) => group.id),
      default: defaultActionGroupId,
    })),
  ).toEqual([
    {
      id: 'log_ai.incident',
      name: 'Log AI incident',
      groups: ['critical', 'major', 'minor', 'low'],
      default: 'critical',
    },
    {
      id: 'log_ai.anomaly',
      name: 'Log AI anomaly',
      groups: ['critical', 'major', 'minor', 'low'],
      default: 'critical',
    },
    {
      id: 'log_ai.new_error_template',
      name: 'New error template',
      groups: ['new_error_template'],
      default: 'new_error_template',
    },
    {
      id: 'log_ai.failed_requests',
      name: 'Failed requests',
      groups: ['failed_requests'],
      default: 'failed_requests',
    },
  ]);
});

it('are for everybody, belong to Log AI, and say something of what recovered', () => {
  for (const type of alerting.types.values()) {
    expect(type).toMatchObject({
      minimumLicenseRequired: 'basic',
      isExportable: true,
      producer: 'logAi',
      category: 'observability',
      doesSetRecoveryContext: true,
    });
  }
});

describe('parameters', () => {
  it.each([
    ['log_ai.incident', { min_band: 'critical', services: [] }],
    [
      'log_ai.anomaly',
      { min_band: 'critical', types: [], services: [], template_ids: [], include_interim: false },
    ],
    ['log_ai.new_error_template', { services: [], levels: ['ERROR', 'CRITICAL', 'FATAL'] }],
    ['log_ai.failed_requests', { services: [], min_requests: 1, window_minutes: 5 }],
  ])('of %s may all be left out', (type_id, defaults) => {
    expect(alerting.types.get(type_id)!.validate.params.validate({})).toEqual(defaults);
  });

  it.each<[string, unknown, RegExp]>([
    ['log_ai.anomaly', { min_band: 'awful' }, /params invalid: .*min_band/s],
    ['log_ai.anomaly', { types: ['clock_skew'] }, /types/],
    ['log_ai.anomaly', { service: 'cart' }, /service/],
    ['log_ai.anomaly', { services: Array.from({ length: 101 }, String) }, /services/],
    ['log_ai.new_error_template', { levels: [] }, /levels/],
    ['log_ai.failed_requests', { min_requests: 0 }, /min_requests/],
    ['log_ai.failed_requests', { window_minutes: 1441 }, /window_minutes/],
    ['log_ai.unknown', {}, /Rule type "log_ai.unknown" is not registered/],
  ])('of %s are refused: %j', (type_id, params, says) => {
    expect(() => create(type_id, params)).toThrow(says);
  });
});

it('none can be registered twice', () => {
  const again = alertingOf();
  const type = again.types.get('log_ai.anomaly')!;
  expect(() => again.setup.registerType(type)).toThrow('Rule type "log_ai.anomaly" is already registered.');
});
