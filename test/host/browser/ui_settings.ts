/** What Kibana's server says of a setting. */
export interface SettingDefinition {
  readonly type?: 'json' | 'number' | 'select' | 'string';
  readonly value: unknown;
}

/** What users set, as Kibana keeps it: of a setting of type `json`, its text. */
export type UserValues = Readonly<Record<string, unknown>>;

/**
 * `core.uiSettings`. A class, as in Kibana: a method that is taken off it does not work.
 *
 * A value is read when it is asked for, and by the type of its setting. So `json` gives a new object each time, and
 * throws a SyntaxError where the text is none.
 */
export class UiSettings {
  readonly #defaults: Readonly<Record<string, SettingDefinition>>;
  readonly #user_values: UserValues;

  constructor(defaults: Readonly<Record<string, SettingDefinition>>, user_values: UserValues) {
    this.#defaults = structuredClone(defaults);
    this.#user_values = structuredClone(user_values);
  }

  /**
   * @param override of a declared setting: in the place of its default, and read as it is; of an unknown one: given back
   */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- whoever asks knows the setting
  get<T>(key: string, override?: unknown): T {
    const definition = this.#defaults[key];
    const is_declared = definition !== undefined || key in this.#user_values;
    if (!is_declared && override !== undefined) return override as T;
    if (!is_declared) throw new Error(unknownSetting(key));
    // A user's value that is null was taken back.
    const kept = this.#user_values[key] ?? (override === undefined ? definition?.value : override);
    return readAs(definition?.type, kept) as T;
  }
}

function readAs(type: SettingDefinition['type'], kept: unknown): unknown {
  // Both take anything for its text: an empty list is no JSON.
  if (type === 'json') return JSON.parse(String(kept)) as unknown;
  if (type === 'number') return Number.parseFloat(String(kept));
  return kept;
}

function unknownSetting(key: string): string {
  return [
    `Unexpected \`IUiSettingsClient.get("${key}")\` call on unrecognized configuration setting "${key}".`,
    `Setting an initial value via \`IUiSettingsClient.set("${key}", value)\` before attempting to retrieve`,
    `any custom setting value for "${key}" may fix this issue.`,
    `You can use \`IUiSettingsClient.get("${key}", defaultValue)\`, which will just return`,
    '`defaultValue` when the key is unrecognized.',
  ].join('\n');
}
