import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { LogAiError } from '../../common/errors.ts';
import { type Environment, readEnvironment } from './config/environment.ts';
import { keysOf, nearestKey } from './config/keys.ts';
import { type Config, ConfigSchema } from './config/schema.ts';

export { DEFAULTS } from './config/defaults.ts';
export { patternsOf } from './config/schema.ts';
export type { Config, Environment };

const KEYS = keysOf(ConfigSchema);
const SECRETS = [
  'elasticsearch.password',
  'elasticsearch.api_key',
  'kibana.password',
  'kibana.api_key',
  'http.api_token',
  'refine.api_key',
] as const;

/**
 * Reads the configuration: the file, over it the environment, below both the defaults.
 *
 * @param input.text - YAML or JSON; absent when there is no file.
 * @throws LogAiError `config_invalid` with every problem at once. It never repeats a value, so no secret leaks.
 * @example
 * loadConfig({ text: 'http: { port: 80 }', env: { ELASTICSEARCH_URL: 'http://es:9200' } }).http.port // 80
 */
export function loadConfig(input: { text?: string | undefined; env: Environment }): Config {
  const fromFile = input.text === undefined ? {} : readYaml(input.text);
  const { values, problems } = readEnvironment(input.env, KEYS);
  const raw = structuredClone(fromFile);
  for (const [key, value] of values) setPath(raw, key.split('.'), value);
  moveCredentialsOutOfUrl(raw, 'elasticsearch');
  moveCredentialsOutOfUrl(raw, 'kibana');
  const parsed = ConfigSchema.safeParse(raw);
  const all = [...problems, ...(parsed.error?.issues.flatMap(describeIssue) ?? [])];
  if (!parsed.success || all.length > 0) {
    throw new LogAiError('config_invalid', `Correct the configuration: ${all.join('; ')}`, {
      details: { problems: all },
    });
  }
  return parsed.data;
}

/**
 * The configuration as it may be logged.
 *
 * @example
 * redactedConfig(config).http.api_token // '[redacted]'
 */
export function redactedConfig(config: Config): Config {
  const copy = structuredClone(config);
  for (const path of SECRETS) {
    const [section, key] = path.split('.') as [keyof Config, string];
    const values = copy[section] as Record<string, unknown>;
    if (values[key] !== undefined) values[key] = '[redacted]';
  }
  return copy;
}

function readYaml(text: string): unknown {
  const document = parseDocument(text);
  const error = document.errors[0];
  if (error) {
    const { line, col } = error.linePos![0];
    // Neither the library's message nor a cause: both quote the file, which may hold secrets.
    throw new LogAiError(
      'config_invalid',
      `Correct the configuration file at line ${line}, column ${col}: ${error.code}.`,
    );
  }
  return document.toJS() ?? {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the file has something else than a section, nothing is set: the schema refuses the file. */
function setPath(target: unknown, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (!isRecord(target) || key === undefined) return;
  if (rest.length === 0) target[key] = value;
  else setPath((target[key] ??= {}), rest, value);
}

/** `http://user:password@host` is common in ELASTICSEARCH_URL; a URL is logged, so it must not hold a password. */
function moveCredentialsOutOfUrl(raw: unknown, name: 'elasticsearch' | 'kibana'): void {
  const section = isRecord(raw) ? raw[name] : undefined;
  if (!isRecord(section) || typeof section['url'] !== 'string' || !URL.canParse(section['url'])) return;
  const url = new URL(section['url']);
  if (url.username === '' && url.password === '') return;
  section['username'] ??= decode(url.username);
  section['password'] ??= decode(url.password);
  url.username = '';
  url.password = '';
  section['url'] = url.href;
}

/** A password with a bare percent sign is not encoded: it is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${path === '' ? 'the file' : path}: ${issue.message}`];
  return issue.keys.map((key) => {
    const unknown = path === '' ? key : `${path}.${key}`;
    const nearest = nearestKey(unknown, [...KEYS.keys()]);
    return `Unknown key ${unknown}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`;
  });
}
