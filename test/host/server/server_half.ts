import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BehaviorSubject } from 'rxjs';
import type { PluginFolder } from '../archive/plugin_folder.ts';
import { type Log, createLogger } from './log.ts';

interface ServerPlugin {
  setup(core: object, plugins: object): unknown;
  start?(core: object, plugins: object): unknown;
  stop?(): unknown;
}

interface ServerModule {
  readonly plugin?: (context: object) => ServerPlugin | Promise<ServerPlugin>;
  readonly config?: {
    readonly schema: { validate(value: unknown, context: unknown, namespace: string): unknown };
  };
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
  kibana_version,
  settings,
  core_setup,
  core_start,
  plugins = {},
  log,
}: {
  readonly folder: PluginFolder;
  readonly kibana_version: string;
  readonly settings: unknown;
  readonly core_setup: object;
  readonly core_start: object;
  /** Contracts of other plugins. */
  readonly plugins?: object;
  readonly log: Log;
}): Promise<ServerHalf> {
  const { id, config_path } = folder.manifest;
  await placeConfigSchema(folder.root);
  const module = createRequire(join(folder.path, 'package.json'))('./server/index.js') as ServerModule;
  if (typeof module.plugin !== 'function') {
    throw new Error(`Plugin "${id}" does not export "plugin" definition (${folder.path}).`);
  }
  const namespace = `config validation of [${config_path.join('.')}]`;
  const config = module.config?.schema.validate(settings, {}, namespace) ?? settings;
  const plugin = await module.plugin({
    opaqueId: Symbol(id),
    logger: createLogger(log, ['plugins', id]),
    config: { get: () => config, create: () => new BehaviorSubject(config).asObservable() },
    env: {
      mode: { name: 'production', dev: false, prod: true },
      packageInfo: { version: kibana_version, branch: 'main', buildNum: 1, buildSha: 'host', dist: true },
    },
  });
  const started = Promise.withResolvers<readonly [object, object, unknown]>();
  await plugin.setup({ ...core_setup, getStartServices: () => started.promise }, plugins);
  const contract = await plugin.start?.(core_start, plugins);
  started.resolve([core_start, plugins, contract]);
  return {
    async stop() {
      await plugin.stop?.();
    },
  };
}

/** Kibana's plugins find this one module above their own folder. */
async function placeConfigSchema(root: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'config_schema.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  const file = join(root, 'node_modules/@kbn/config-schema/index.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, outputFiles[0]!.contents);
}
