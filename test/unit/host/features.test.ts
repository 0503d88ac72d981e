import { describe, expect, it } from 'vitest';
import { logAiFeature } from '../../../server/kibana/feature.ts';
import { FeatureRegistry } from '../../host/server/plugins/features.ts';

/** The feature of Log AI by Kibana's rules, and what roles with its privileges may do. */

function registryOf(...features: readonly unknown[]): FeatureRegistry {
  const registry = new FeatureRegistry();
  for (const feature of features) registry.setup.registerKibanaFeature(feature);
  return registry;
}

const EVERYTHING = ['read_log_ai', 'update_log_ai_templates', 'manage_log_ai'];
const allowed = (grants: readonly string[] | undefined) => {
  const registry = registryOf(logAiFeature());
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
      { api: EVERYTHING, app: true, capabilities: ['show', 'editTemplates', 'manage'] },
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
      { api: EVERYTHING, app: true, capabilities: ['show', 'editTemplates', 'manage'] },
    ],
  ])('%s', (_name, grants, may) => {
    expect(allowed(grants)).toEqual(may);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown key', { ...logAiFeature(), colour: 'red' }, /colour/],
    [
      'an app that is not listed',
      { ...logAiFeature(), app: [] },
      /logAi\.all has unknown app entries: logAi/,
    ],
    [
      'an app that nothing gives',
      { ...logAiFeature(), app: ['logAi', 'other'] },
      /not granted to any privileges: other/,
    ],
  ])('would be refused with %s', (_name, feature, says) => {
    expect(() => registryOf(feature)).toThrow(says);
  });

  it('cannot be registered twice', () => {
    expect(() => registryOf(logAiFeature(), logAiFeature())).toThrow(/already registered/);
  });
});
