import { describe, expect, it } from 'vitest';
import { logAiFeature } from '../../../server/kibana/feature.ts';
import { FeatureRegistry } from '../../host/server/plugins/features.ts';

/** The feature of Log AI by Kibana's rules, and what roles with its privileges may do. */

const KIBANA_VERSION = '8.12.2';
const LOG_AI_FEATURE = logAiFeature(KIBANA_VERSION);

function registryOf(...features: readonly unknown[]): FeatureRegistry {
  const registry = new FeatureRegistry(KIBANA_VERSION);
  for (const feature of features) registry.setup.registerKibanaFeature(feature);
  return registry;
}

const EVERYTHING = ['read_log_ai', 'update_log_ai_templates', 'manage_log_ai'];
const allowed = (grants: readonly string[] | undefined) => {
  const registry = registryOf(logAiFeature('8.12.2'));
  return {
    api: EVERYTHING.filter((api) => registry.allowsApi(grants, api)),
    app: registry.allowsApp(grants, 'logAi'),
    capabilities: Object.entries(registry.capabilities(grants)['logAi']!)
      .filter(([, is_there]) => is_there)
      .map(([name]) => name),
  };
};

describe('the feature of Log AI', () => {
  it.each<[string, readonly string[] | undefined, ReturnType<typeof allowed>]>([
    ['nobody', [], { api: [], app: false, capabilities: [] }],
    ['who may use other features', ['discover.all'], { api: [], app: false, capabilities: [] }],
    ['readers', ['logAi.read'], { api: ['read_log_ai'], app: true, capabilities: ['show'] }],
    [
      'who has all, also on basic',
      ['logAi.all'],
      { api: EVERYTHING, app: true, capabilities: ['show', 'createRules', 'editTemplates', 'manage'] },
    ],
    [
      'readers who edit templates, above basic',
      ['logAi.minimal_read', 'logAi.edit_templates'],
      {
        api: ['read_log_ai', 'update_log_ai_templates'],
        app: true,
        capabilities: ['show', 'editTemplates'],
      },
    ],
    [
      'everybody where there are no users',
      undefined,
      { api: EVERYTHING, app: true, capabilities: ['show', 'createRules', 'editTemplates', 'manage'] },
    ],
  ])('%s', (_name, grants, may) => {
    expect(allowed(grants)).toEqual(may);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown key', { ...logAiFeature('8.12.2'), colour: 'red' }, /colour/],
    [
      'an app that is not listed',
      { ...logAiFeature('8.12.2'), app: [] },
      /logAi\.all has unknown app entries: logAi/,
    ],
    [
      'an app that nothing gives',
      { ...logAiFeature('8.12.2'), app: ['logAi', 'other'] },
      /not granted to any privileges: other/,
    ],
  ])('would be refused with %s', (_name, feature, says) => {
    expect(() => registryOf(feature)).toThrow(says);
  });

  it.each([
    ['8.12.2', 'string'],
    ['8.17.9', 'string'],
    ['8.18.0', 'object'],
    ['9.1.0', 'object'],
  ])('names its alert rules as Kibana %s takes them', (version, type) => {
    const register = (taken_by: string) =>
      new FeatureRegistry(taken_by).setup.registerKibanaFeature(logAiFeature(version));
    expect(() => register(version)).not.toThrow();
    expect(() => register(type === 'string' ? '9.0.0' : '8.12.2')).toThrow(/expected value of type/);
  });

  it('gives rules to who has all, and shows them to readers', () => {
    const ids = ['log_ai.incident', 'log_ai.anomaly', 'log_ai.new_error_template', 'log_ai.failed_requests'];
    const { all, read } = LOG_AI_FEATURE.privileges;
    expect(all.alerting).toEqual({ rule: { all: ids }, alert: { all: ids } });
    expect(read.alerting).toEqual({ rule: { read: ids }, alert: { read: ids } });
  });

  it('cannot be registered twice', () => {
    expect(() => registryOf(logAiFeature('8.12.2'), logAiFeature('8.12.2'))).toThrow(/already registered/);
  });
});
