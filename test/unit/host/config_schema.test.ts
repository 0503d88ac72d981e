import moment from 'moment';
import { describe, expect, it } from 'vitest';
import { schema } from '../../host/server/config_schema.ts';

const settings = schema.object({
  service: schema.object({
    url: schema.uri({ scheme: ['http', 'https'], defaultValue: 'http://127.0.0.1:5605' }),
    token: schema.maybe(schema.string({ minLength: 1 })),
    timeout: schema.duration({ defaultValue: '30s' }),
    retries: schema.number({ min: 0, max: 5, defaultValue: 2 }),
    verbose: schema.boolean({ defaultValue: false }),
  }),
});

const validate = (value: unknown) => settings.validate(value, {}, 'config validation of [logAi]');

describe('the stand-in of @kbn/config-schema', () => {
  it('fills in what is left out, of objects that are left out, too', () => {
    expect(validate({})).toEqual({
      service: {
        url: 'http://127.0.0.1:5605',
        token: undefined,
        timeout: moment.duration(30_000),
        retries: 2,
        verbose: false,
      },
    });
  });

  it.each([
    [{ service: { retries: '3' } }, { retries: 3 }],
    [{ service: { verbose: 'true' } }, { verbose: true }],
    [{ service: { timeout: 1500 } }, { timeout: moment.duration(1500) }],
    [{ service: { timeout: '2m' } }, { timeout: moment.duration(2, 'm') }],
    [{ service: { token: 'secret' } }, { token: 'secret' }],
  ])('reads %j', (given, expected) => {
    expect(validate(given)).toMatchObject({ service: expected });
  });

  it.each([
    [{ servise: {} }, '[config validation of [logAi].servise]: definition for this key is missing'],
    [
      { service: { url: 7 } },
      '[config validation of [logAi].service.url]: expected value of type [string] but got [number]',
    ],
    [{ service: { url: 'x' } }, 'value must be a valid URI (see RFC 3986).'],
    [{ service: { url: 'ftp://x' } }, 'expected URI with scheme [http|https].'],
    [{ service: { token: '' } }, 'value has length [0] but it must have a minimum length of [1].'],
    [{ service: { timeout: 'soon' } }, 'Failed to parse value as time value.'],
    [{ service: { timeout: '' } }, 'Failed to parse value as time value.'],
    [{ service: { retries: 6 } }, 'Value must be equal to or lower than [5].'],
    [{ service: { verbose: 'yes' } }, 'expected value of type [boolean] but got [string]'],
    [{ service: [] }, 'expected value of type [object] but got [Array]'],
    [null, '[config validation of [logAi]]: expected value of type [object] but got [null]'],
  ])('refuses %j', (given, message) => {
    expect(() => validate(given)).toThrow(message);
  });
});
