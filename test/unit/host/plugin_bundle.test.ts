import { expect, it } from 'vitest';
import { createPlugin } from '../../host/browser/plugin_bundle.ts';

const bundlesWith = (module: unknown) => ({ has: () => module !== undefined, get: () => module });

it.each([
  ['nothing', undefined, 'Definition of plugin "logAi" not found and may have failed to load.'],
  ['no function', { plugin: {} }, 'Definition of plugin "logAi" should be a function.'],
  [
    'a plugin without setup',
    { plugin: () => ({ start: () => undefined }) },
    'Instance of plugin "logAi" does not define "setup" function.',
  ],
  [
    'a plugin without start',
    { plugin: () => ({ setup: () => undefined }) },
    'Instance of plugin "logAi" does not define "start" function.',
  ],
])('a bundle that defines %s ends the start', (_what, module, message) => {
  expect(() => createPlugin('logAi', bundlesWith(module))).toThrow(message);
});
