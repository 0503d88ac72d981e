import type { KbnBundles } from './page_globals.ts';

/** A plugin as core drives it. */
export interface BrowserPlugin {
  setup(core: object, plugins: object): unknown;
  start(core: object, plugins: object): unknown;
}

/**
 * Makes the plugin that a bundle defines.
 *
 * @throws Error in Kibana's words, which then shows nothing else
 */
export function createPlugin(id: string, bundles: Pick<KbnBundles, 'has' | 'get'>): BrowserPlugin {
  const key = `plugin/${id}/public`;
  if (!bundles.has(key)) {
    throw new Error(`Definition of plugin "${id}" not found and may have failed to load.`);
  }
  const { plugin: create } = (bundles.get(key) ?? {}) as { plugin?: unknown };
  if (typeof create !== 'function') throw new Error(`Definition of plugin "${id}" should be a function.`);
  const plugin = (create as () => Record<'setup' | 'start', unknown>)();
  for (const step of ['setup', 'start'] as const) {
    if (typeof plugin[step] !== 'function') {
      throw new Error(`Instance of plugin "${id}" does not define "${step}" function.`);
    }
  }
  return plugin as unknown as BrowserPlugin;
}
