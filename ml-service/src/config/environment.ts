import { z } from 'zod';
import { nearestKey } from './keys.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'LOG_AI_';
/** Read by other parts of Log AI: where the configuration, downloads and data lie. */
const NOT_KEYS = new Set(['LOG_AI_CONFIG', 'LOG_AI_CACHE', 'LOG_AI_HOME', 'LOG_AI_DATA']);
/** The tests' own variables. */
const TEST_PREFIX = 'LOG_AI_TEST_';

/** Names that other tools of Elasticsearch use, too. Those of Log AI win. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  ELASTICSEARCH_URL: 'elasticsearch.url',
  ELASTICSEARCH_USERNAME: 'elasticsearch.username',
  ELASTICSEARCH_PASSWORD: 'elasticsearch.password',
  ELASTICSEARCH_API_KEY: 'elasticsearch.api_key',
};

/** What the environment says about the configuration. */
export interface EnvironmentSettings {
  /** Values by path, e.g. `http.port`. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly string[];
}

const variableOf = (key: string) => PREFIX + key.replaceAll('.', '__').toUpperCase();

/** What does not look like the expected type stays a string: the schema then says what it expects. */
function read(text: string, schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodNumber)
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (schema instanceof z.ZodBoolean) return { true: true, false: false }[text] ?? text;
  if (schema instanceof z.ZodArray) return readList(text);
  return text;
}

/** Items parted by commas; those that hold commas themselves are written as a list in JSON. */
function readList(text: string): unknown {
  if (text.trimStart().startsWith('["')) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text.split(',').map((item) => item.trim());
}

/**
 * Reads `LOG_AI_<SECTION>__<KEY>` and the well-known names. An empty variable counts as absent, as compose files
 * write it.
 *
 * @param keys - Every key of the configuration with its schema, see `keysOf`.
 * @example
 * readEnvironment({ LOG_AI_HTTP__PORT: '80' }, keysOf(ConfigSchema)).values.get('http.port') // 80
 */
export function readEnvironment(
  env: Environment,
  keys: ReadonlyMap<string, z.core.$ZodType>,
): EnvironmentSettings {
  const leaves = new Map([...keys].filter(([, schema]) => !(schema instanceof z.ZodObject)));
  const keyOf = new Map([...leaves.keys()].map((key) => [variableOf(key), key]));
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [name, key] of Object.entries(WELL_KNOWN)) {
    if (env[name]) values.set(key, env[name]);
  }
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || name.startsWith(TEST_PREFIX) || NOT_KEYS.has(name) || !text) continue;
    const key = keyOf.get(name);
    if (key !== undefined) {
      values.set(key, read(text, leaves.get(key)!));
      continue;
    }
    const nearest = nearestKey(name, [...keyOf.keys(), ...NOT_KEYS]);
    problems.push(`Unknown variable ${name}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`);
  }
  return { values, problems };
}
