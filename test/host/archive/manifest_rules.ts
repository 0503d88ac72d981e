/** The part of a `kibana.json` that the host goes on with. */
export interface PluginManifest {
  readonly id: string;
  readonly version: string;
  readonly config_path: readonly string[];
  readonly server: boolean;
  readonly ui: boolean;
}

const KNOWN_KEYS = new Set([
  'id',
  'version',
  'kibanaVersion',
  'type',
  'configPath',
  'requiredPlugins',
  'optionalPlugins',
  'requiredBundles',
  'runtimePluginDependencies',
  'server',
  'ui',
  'serviceFolders',
  'extraPublicDirs',
  'owner',
  'description',
  'enabledOnAnonymousPages',
]);

type Read = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Each rule gives what is wrong, or nothing. Kibana stops at the first that fails, and so do we. */
const RULES: readonly ((manifest: Read, kibana_version: string) => string | false)[] = [
  ({ id }) => !isText(id) && 'Plugin manifest must contain an "id" property.',
  ({ id }) =>
    !/^[a-z][a-zA-Z0-9]+$/.test(String(id)) && `Plugin "id" must be camelCase, but found: ${String(id)}.`,
  ({ id, version }) =>
    !isText(version) && `Plugin manifest for "${String(id)}" must contain a "version" property.`,
  ({ id, owner }) =>
    !isText((owner as { name?: unknown } | undefined)?.name) &&
    `Plugin manifest for "${String(id)}" must contain an "owner" property, which includes a nested "name" property.`,
  ({ id, configPath }) =>
    configPath !== undefined &&
    typeof configPath !== 'string' &&
    !isTexts(configPath) &&
    `The "configPath" in plugin manifest for "${String(id)}" should either be a string or an array of strings.`,
  ({ id, version, kibanaVersion }, kibana_version) => {
    const built_for = isText(kibanaVersion) ? kibanaVersion : version;
    return (
      built_for !== 'kibana' &&
      built_for !== kibana_version &&
      `Plugin "${String(id)}" is only compatible with Kibana version "${String(built_for)}", but used Kibana version is "${kibana_version}".`
    );
  },
  ({ id, server, ui }) =>
    server !== true &&
    ui !== true &&
    `Both "server" and "ui" are missing or set to "false" in plugin manifest for "${String(id)}", but at least one of these must be set to "true".`,
  (manifest) => {
    const unknown = Object.keys(manifest).filter((key) => !KNOWN_KEYS.has(key));
    return (
      unknown.length > 0 &&
      `Manifest for plugin "${String(manifest['id'])}" contains the following unrecognized properties: ${unknown.join(',')}.`
    );
  },
  ({ id, type }) =>
    type !== undefined &&
    type !== 'standard' &&
    type !== 'preboot' &&
    `The "type" in manifest for plugin "${String(id)}" is set to ${JSON.stringify(type)}, but it should either be "standard" or "preboot".`,
  // Not a rule of the manifest: there is nobody here but the plugin, so this Kibana would not start it.
  ({ id, requiredPlugins }) =>
    isTexts(requiredPlugins) &&
    requiredPlugins.length > 0 &&
    `Plugin "${String(id)}" requires plugins that the host does not have: ${requiredPlugins.join(', ')}.`,
];

/**
 * Reads a `kibana.json` as strictly as Kibana does when it starts: what it refuses there ends all of Kibana, so it
 * ends the host, too, and in the same words.
 *
 * @throws Error with the first thing that is wrong
 */
export function readManifest(text: string, kibana_version: string): PluginManifest {
  const manifest = JSON.parse(text) as unknown;
  if (typeof manifest !== 'object' || manifest === null) {
    throw new Error('Plugin manifest must contain a JSON encoded object.');
  }
  for (const rule of RULES) {
    const wrong = rule(manifest as Read, kibana_version);
    if (wrong !== false) throw new Error(wrong);
  }
  const { id, version, configPath, server, ui } = manifest as Record<string, unknown>;
  return {
    id: id as string,
    version: version as string,
    config_path: isTexts(configPath)
      ? configPath
      : [isText(configPath) ? configPath : snakeCase(id as string)],
    server: server === true,
    ui: ui === true,
  };
}

const snakeCase = (text: string) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
