import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { CoreSetup, PluginInitializerContext } from '../../../server/kibana/contract.ts';
import type { PluginFolder } from '../archive/plugin_folder.ts';
import type { i18n, Translation } from '../i18n/kbn_i18n.ts';
import { isConfigSchema } from './config_schema.ts';
import { type Log, createLogger } from './log.ts';

type I18n = typeof i18n;

interface ServerPlugin {
  setup(core: CoreSetup, plugins: object): unknown;
  start(core: object, plugins: object): unknown;
  stop?(): unknown;
}

/** What `server/index.js` exports, if it exports what it should. */
interface ServerModule {
  readonly plugin?: unknown;
  readonly config?: { readonly schema: unknown };
}

/** The server half of a plugin that was set up and started. */
export interface ServerHalf {
  stop(): Promise<void>;
}

/**
 * Requires `server/index.js` of an unpacked plugin in plain Node, gives it settings, and drives it as Kibana does.
 *
 * @param settings what stands in kibana.yml below the plugin's `configPath`
 * @throws Error if settings do not fit the plugin's schema, or what the plugin throws
 */
export async function startServerHalf({
  folder,
  settings,
  core_setup,
  plugins,
  translations,
  kibana_version,
  log,
}: {
  readonly folder: PluginFolder;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly core_setup: CoreSetup;
  /** Contracts of other plugins. */
  readonly plugins: object;
  readonly translations: Translation;
  readonly kibana_version: string;
  readonly log: Log;
}): Promise<ServerHalf> {
  const { id, config_path } = folder.manifest;
  await placeModule(folder.root, '@kbn/config-schema', join(import.meta.dirname, 'config_schema.ts'));
  await placeModule(folder.root, '@kbn/i18n', join(import.meta.dirname, '../i18n/kbn_i18n.ts'));
  const load = createRequire(join(folder.path, 'package.json'));
  // As in Kibana, before any plugin is there.
  (load('@kbn/i18n') as { i18n: I18n }).i18n.init(translations);
  const module = load('./server/index.js') as ServerModule;
  const config = validateSettings(module, config_path.join('.'), settings);
  const plugin = await createServerPlugin({
    module,
    id,
    path: folder.path,
    context: {
      logger: { get: (...context) => createLogger(log, ['plugins', id, ...context]) },
      config: { get: () => config },
      env: { packageInfo: { version: kibana_version } },
    },
  });
  await plugin.setup(core_setup, plugins);
  await plugin.start({}, plugins);
  return {
    async stop() {
      await plugin.stop?.();
    },
  };
}

/** What nobody validates, nobody has asked for. */
function validateSettings(
  { config }: ServerModule,
  config_path: string,
  settings: Readonly<Record<string, unknown>>,
): unknown {
  if (!config) {
    const keys = Object.keys(settings).map((key) => `"${config_path}.${key}"`);
    if (keys.length === 0) return settings;
    throw new Error(
      `Unknown configuration key(s): ${keys.join(', ')}. Check for spelling errors and ensure that expected plugins are installed.`,
    );
  }
  if (!isConfigSchema(config.schema)) {
    throw new Error('Configuration schema expected to be an instance of Type');
  }
  return config.schema.validate(settings, {}, `config validation of [${config_path}]`);
}

async function createServerPlugin({
  module,
  id,
  path,
  context,
}: {
  readonly module: ServerModule;
  readonly id: string;
  readonly path: string;
  readonly context: PluginInitializerContext<unknown>;
}): Promise<ServerPlugin> {
  if (!('plugin' in module)) throw new Error(`Plugin "${id}" does not export "plugin" definition (${path}).`);
  if (typeof module.plugin !== 'function') {
    throw new Error(`Definition of plugin "${id}" should be a function (${path}).`);
  }
  const plugin = (await (module.plugin as (context: object) => unknown)(context)) as ServerPlugin | undefined;
  if (!plugin || typeof plugin !== 'object') {
    throw new Error(
      `Initializer for plugin "${id}" is expected to return plugin instance, but returned "${typeof plugin}".`,
    );
  }
  if (typeof plugin.setup !== 'function') {
    throw new Error(`Instance of plugin "${id}" does not define "setup" function.`);
  }
  return plugin;
}

/** Kibana's plugins find its modules above their own folder. */
async function placeModule(root: string, name: string, source: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  const file = join(root, 'node_modules', name, 'index.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, outputFiles[0]!.contents);
}
