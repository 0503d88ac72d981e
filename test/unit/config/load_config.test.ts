import { describe, expect, it } from 'vitest';
import {
  DEFAULTS,
  type Environment,
  loadConfig,
  patternsOf,
  redactedConfig,
} from '../../../ml-service/src/config.ts';

const load = (text?: string, env: Environment = {}) => loadConfig({ text, env });
const problemsOf = (text?: string, env: Environment = {}): unknown => {
  try {
    load(text, env);
  } catch (error) {
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
};

describe('configuration', () => {
  it('is the documented defaults where nobody says otherwise', () => {
    expect(load()).toMatchObject(DEFAULTS);
    expect(load('')).toEqual(load());
    expect(load().detect.frequency).toMatchObject({
      window_minutes: 10,
      baseline_minutes: 60,
      ratio: 5,
      min_rate: 10,
    });
  });

  it('reads YAML and JSON', () => {
    expect(load('http:\n  port: 80\nlog: { level: debug }')).toMatchObject({
      http: { port: 80 },
      log: { level: 'debug' },
    });
    expect(load('{"http": {"port": 80}}').http.port).toBe(80);
  });

  it.each([
    ['elasticsearch: { urll: x }', 'Unknown key elasticsearch.urll: did you mean elasticsearch.url?'],
    ['elasticserch: {}', 'Unknown key elasticserch: did you mean elasticsearch?'],
    ['http: { url: x }', 'Unknown key http.url: did you mean elasticsearch.url?'],
    ['port: 80', 'Unknown key port: did you mean http.port?'],
    [
      'detect: { frequency: { window_minute: 5 } }',
      'Unknown key detect.frequency.window_minute: did you mean detect.frequency.window_minutes?',
    ],
    ['zebra: 1', 'Unknown key zebra'],
    ['__proto__: { a: 1 }', 'Unknown key __proto__'],
  ])('refuses the unknown key of %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([
    ['http: { port: 70000 }', 'http.port: '],
    ['http: 5', 'http: '],
    ['[]', 'the file: '],
    ['elasticsearch: { url: "es:9200" }', 'elasticsearch.url: must be an http:// or https:// address'],
    ['elasticsearch: { username: elastic }', 'elasticsearch: needs username and password together'],
    [
      'elasticsearch: { api_key: k, username: u, password: p }',
      'elasticsearch: has both an api_key and a user',
    ],
    ['kibana: { url: "kibana:5601" }', 'kibana.url: must be an http:// or https:// address'],
    ['kibana: { space: "Ops Team" }', 'kibana.space: must be the identifier of a space'],
    ['kibana: { username: elastic }', 'kibana: needs username and password together'],
    ['kibana: { api_key: k, username: u, password: p }', 'kibana: has both an api_key and a user'],
    ['elasticsearch: { ca_file: ca.pem }', 'elasticsearch: has a ca_file but an http:// url'],
    ['elasticsearch: { log_indices: "*" }', 'elasticsearch.log_indices: '],
    [
      'elasticsearch: { log_indices: "lo*" }',
      "elasticsearch.log_indices: must not match Log AI's own indices",
    ],
    [
      'elasticsearch: { log_indices: "logs-*,log-ai-anomalies-2*" }',
      'elasticsearch.log_indices: must not match',
    ],
    ['elasticsearch: { log_indices: "logs-*,,app-*" }', 'elasticsearch.log_indices: must be index patterns'],
    [
      'elasticsearch: { log_indices: "europe:logs-*" }',
      'elasticsearch.log_indices: must be index patterns of this cluster',
    ],
    ['http: { host: 0.0.0.0 }', 'http: listens to other machines: set http.api_token'],
    ['parse: { time_zone: Mars/Olympus }', 'parse.time_zone: must be a time zone'],
    ['refine: { enabled: true, model: m }', 'refine: is enabled and needs base_url and model'],
    ['refine: { base_url: "http://u:p@h" }', 'refine.base_url: must have no user in it: set refine.api_key'],
    ['parse: { miner: logram }', 'parse.miner: must be drain or spell'],
    ['parse: { miner: iplom }', 'parse.miner: must be drain or spell: this one has to see all lines first'],
    [
      'detect: { frequency: { min_known_baseline_minutes: 90 } }',
      'detect.frequency: has min_known_baseline_minutes above',
    ],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(text)).toContainEqual(expect.stringContaining(problem));
  });

  it('tells every problem at once', () => {
    const text = 'http: { port: x }\nlog: { levl: info }';
    expect(problemsOf(text, { LOG_AI_HTTP__HOTS: 'x' })).toHaveLength(3);
    expect(() => load(text)).toThrow(/^Correct the configuration: .*http\.port.*; Unknown key log\.levl/);
  });

  it('says where YAML breaks without quoting the file', () => {
    const text = 'elasticsearch:\n  password: "open sesame\n  url: http://es:9200\n';
    expect(() => load(text)).toThrow(/^Correct the configuration file at line \d+, column \d+: [A-Z_]+\.$/);
  });

  it.each([
    'elasticsearch: { password: [sesame], api_key: 5 }\nhttp: { api_token: sesame }',
    'elasticsearch: { url: "http://u:sesame@[" }',
    '"sesame',
  ])('never repeats a value: %s', (text) => {
    const error = (() => {
      try {
        return load(text);
      } catch (thrown) {
        return thrown as { message: string; details: unknown };
      }
    })() as { message: string; details: unknown };
    expect(error.message).toMatch(/^Correct/);
    expect(error.message + JSON.stringify(error.details)).not.toContain('sesame');
  });
});

describe('environment', () => {
  it('overrules the file, key by key and by type', () => {
    const env = {
      LOG_AI_HTTP__PORT: '80',
      LOG_AI_PARSE__SIM_TH: '0.5',
      LOG_AI_PARSE__REQUEST_ID_FIELDS: 'a.b, c',
      LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
      LOG_AI_DETECT__FREQUENCY__WINDOW_MINUTES: '5',
    };
    expect(load('http: { port: 70, max_body_bytes: 2048 }', env)).toMatchObject({
      http: { port: 80, max_body_bytes: 2048 },
      parse: { sim_th: 0.5, request_id_fields: ['a.b', 'c'] },
      elasticsearch: { data_streams: false },
      detect: { frequency: { window_minutes: 5 } },
    });
  });

  it('knows the names that other tools use, and prefers its own', () => {
    const env = {
      ELASTICSEARCH_URL: 'http://es:9200',
      ELASTICSEARCH_USERNAME: 'u',
      ELASTICSEARCH_PASSWORD: 'p',
    };
    expect(load('elasticsearch: { url: "http://file:9200" }', env).elasticsearch).toMatchObject({
      url: 'http://es:9200',
      username: 'u',
      password: 'p',
    });
    const own = { ...env, LOG_AI_ELASTICSEARCH__URL: 'http://own:9200' };
    expect(load(undefined, own).elasticsearch.url).toBe('http://own:9200');
    expect(load(undefined, { ELASTICSEARCH_API_KEY: 'k' }).elasticsearch.api_key).toBe('k');
  });

  it.each([
    ['LOG_AI_HTTP__PROT', 'Unknown variable LOG_AI_HTTP__PROT: did you mean LOG_AI_HTTP__PORT?'],
    ['LOG_AI_HTTP_PORT', 'Unknown variable LOG_AI_HTTP_PORT: did you mean LOG_AI_HTTP__PORT?'],
    ['LOG_AI_CONFG', 'Unknown variable LOG_AI_CONFG: did you mean LOG_AI_CONFIG?'],
    ['LOG_AI_HTTP', 'Unknown variable LOG_AI_HTTP'],
  ])('refuses %s', (name, problem) => {
    expect(problemsOf(undefined, { [name]: '1' })).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    'LOG_AI_CONFIG',
    'LOG_AI_CACHE',
    'LOG_AI_HOME',
    'LOG_AI_DATA',
    'LOG_AI_TEST_ELASTICSEARCH_URL',
    'PATH',
  ])('leaves %s to others', (name) => {
    expect(load(undefined, { [name]: 'x' })).toEqual(load());
  });

  it('takes an empty variable for an absent one', () => {
    expect(load(undefined, { LOG_AI_HTTP__PORT: '', ELASTICSEARCH_URL: '', LOG_AI_NONSENSE: '' })).toEqual(
      load(),
    );
  });

  it.each([
    ['LOG_AI_HTTP__PORT', 'eighty', 'http.port: '],
    ['LOG_AI_HTTP__PORT', ' ', 'http.port: '],
    ['LOG_AI_ELASTICSEARCH__DATA_STREAMS', 'yes', 'elasticsearch.data_streams: '],
  ])('refuses %s=%s', (name, value, problem) => {
    expect(problemsOf(undefined, { [name]: value })).toEqual([expect.stringContaining(problem)]);
  });
});

describe('credentials', () => {
  it('leave the URL, which is logged', () => {
    const { url, username, password } = load(undefined, {
      ELASTICSEARCH_URL: 'https://me:p%40ss@es:9200/base',
    }).elasticsearch;
    expect({ url, username, password }).toEqual({
      url: 'https://es:9200/base',
      username: 'me',
      password: 'p@ss',
    });
  });

  it('in the URL may hold a bare percent sign, and give way to explicit ones', () => {
    expect(load('elasticsearch: { url: "http://me:100%@es:9200" }').elasticsearch.password).toBe('100%');
    const env = { ELASTICSEARCH_URL: 'http://me:old@es:9200', ELASTICSEARCH_PASSWORD: 'new' };
    expect(load(undefined, env).elasticsearch).toMatchObject({ username: 'me', password: 'new' });
  });

  it('are not in the configuration as it may be logged', () => {
    const text =
      'elasticsearch: { username: me, password: sesame }\nhttp: { api_token: sesame-sesame-sesame }';
    const config = load(text);
    const redacted = redactedConfig(config);
    expect(JSON.stringify(redacted)).not.toContain('sesame');
    expect(load('refine: { api_key: sesame }').refine.api_key).toBe('sesame');
    expect(redactedConfig(load('refine: { api_key: sesame }')).refine.api_key).toBe('[redacted]');
    expect(redacted.elasticsearch).toMatchObject({ username: 'me', password: '[redacted]' });
    expect('api_key' in redacted.elasticsearch).toBe(false);
    expect(config.elasticsearch.password).toBe('sesame');
  });
});

it('patterns may be separated by commas and blanks', () => {
  expect(patternsOf('logs-*, app-*')).toEqual(['logs-*', 'app-*']);
});
