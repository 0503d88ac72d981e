import moment from 'moment';
import { describe, expect, it } from 'vitest';
import { isConfigSchema, schema } from '../../host/server/config_schema.ts';

const settings = schema.object({
  service: schema.object({
    url: schema.uri({ scheme: ['http', 'https'], defaultValue: 'http://127.0.0.1:5605' }),
    token: schema.maybe(schema.string({ minLength: 1 })),
    timeout: schema.duration({ defaultValue: '30s' }),
  }),
});
const DEFAULTS = { url: 'http://127.0.0.1:5605', timeout: moment.duration(30_000) };

const validate = (value: unknown) => settings.validate(value, {}, 'config validation of [logAi]');

describe('the stand-in of @kbn/config-schema', () => {
  it.each([undefined, {}, { service: {} }, { service: '{}' }])('fills in what %j leaves out', (given) => {
    expect(validate(given)).toStrictEqual({ service: DEFAULTS });
  });

  it.each([
    [{ timeout: 1500 }, { timeout: moment.duration(1500) }],
    [{ timeout: '1500' }, { timeout: moment.duration(1500) }],
    [{ timeout: '2m' }, { timeout: moment.duration(2, 'm') }],
    [{ timeout: '2Y' }, { timeout: moment.duration(2, 'y') }],
    [{ timeout: '' }, { timeout: moment.duration(0) }],
    [{ token: 'secret' }, { token: 'secret' }],
    [{ url: 'https://user:password@[::1]:5605/a?b#c' }, { url: 'https://user:password@[::1]:5605/a?b#c' }],
    [{ url: 'http://a_b:99999' }, { url: 'http://a_b:99999' }],
  ])('reads %j', (given, expected) => {
    expect(validate({ service: given })).toStrictEqual({ service: { ...DEFAULTS, ...expected } });
  });

  const NO_OBJECT = 'expected a plain object value, but found';
  const NO_URI = '[config validation of [logAi].service.url]: expected URI with scheme [http|https].';
  const TIMEOUT = '[config validation of [logAi].service.timeout]';
  const NO_DURATION = `${TIMEOUT}: Failed to parse value as time value. Value must be a duration in milliseconds, or follow the format <count>[ms|s|m|h|d|w|M|Y] (e.g. '70ms', '5s', '3d', '1Y'), where the duration is a safe positive integer.`;
  const NO_MILLISECONDS = `${TIMEOUT}: Value in milliseconds is expected to be a safe positive integer.`;

  it.each([
    [{ servise: {} }, '[config validation of [logAi].servise]: definition for this key is missing'],
    [
      { service: { a: 1, b: 2 } },
      '[config validation of [logAi].service.a]: definition for this key is missing',
    ],
    [null, `[config validation of [logAi]]: ${NO_OBJECT} [null] instead.`],
    [{ service: [] }, `[config validation of [logAi].service]: ${NO_OBJECT} [Array] instead.`],
    [{ service: '7' }, `[config validation of [logAi].service]: ${NO_OBJECT} [number] instead.`],
    [
      { service: 'x' },
      '[config validation of [logAi].service]: could not parse object value from json input',
    ],
    // Kibana ends this one with a dot, and the same of a text without.
    [
      { service: { url: 7 } },
      '[config validation of [logAi].service.url]: expected value of type [string] but got [number].',
    ],
    [
      { service: { token: 7 } },
      '[config validation of [logAi].service.token]: expected value of type [string] but got [number]',
    ],
    [
      { service: { token: '' } },
      '[config validation of [logAi].service.token]: value has length [0] but it must have a minimum length of [1].',
    ],
    [
      { service: { url: '' } },
      '[config validation of [logAi].service.url]: "service.url" is not allowed to be empty',
    ],
    [{ service: { url: 'x' } }, NO_URI],
    [{ service: { url: 'ftp://x' } }, NO_URI],
    [{ service: { url: 'HTTP://x' } }, NO_URI],
    [{ service: { url: 'http:x' } }, NO_URI],
    [{ service: { url: 'http://' } }, NO_URI],
    [{ service: { url: 'http://x:port' } }, NO_URI],
    [{ service: { url: 'http://x/a b' } }, NO_URI],
    [{ service: { timeout: null } }, `${TIMEOUT}: expected value of type [moment.Duration] but got [null]`],
    [{ service: { timeout: 'soon' } }, NO_DURATION],
    [{ service: { timeout: '1.5s' } }, NO_DURATION],
    [{ service: { timeout: '2y' } }, NO_DURATION],
    [{ service: { timeout: -1 } }, NO_MILLISECONDS],
    [{ service: { timeout: 1.5 } }, NO_MILLISECONDS],
    [{ service: { timeout: '1.5' } }, NO_MILLISECONDS],
  ])('refuses %j', (given, message) => {
    expect(() => validate(given)).toThrow(new Error(message));
  });

  it.each([
    [settings, true],
    [{ validate: () => ({}) }, false],
    [undefined, false],
  ])('knows its own types: %#', (given, expected) => {
    expect(isConfigSchema(given)).toBe(expected);
  });
});
