import { describe, expect, it } from 'vitest';
import { UiSettings } from '../../host/browser/ui_settings.ts';
import { UI_SETTINGS_DEFAULTS } from '../../host/browser/ui_settings_defaults.ts';

const settings = new UiSettings(UI_SETTINGS_DEFAULTS, {});
const withUserValues = (user_values: Record<string, unknown>) =>
  new UiSettings(UI_SETTINGS_DEFAULTS, user_values);

describe('uiSettings.get', () => {
  it.each([
    ['dateFormat:tz', 'Browser'],
    ['histogram:barTarget', 50],
    ['theme:darkMode', false],
    ['defaultIndex', ''],
    ['notifications:lifetime:error', 300_000],
    ['timepicker:timeDefaults', { from: 'now-15m', to: 'now' }],
  ])('%s is %j by default, read by its type', (key, expected) => {
    expect(settings.get(key)).toEqual(expected);
  });

  it.each([
    ['a choice', 'dateFormat:tz', 'UTC', 'UTC'],
    ['a number that was kept as text', 'notifications:lifetime:info', '7000', 7000],
    [
      'JSON, kept as text',
      'timepicker:timeDefaults',
      '{"from":"now-1h","to":"now"}',
      { from: 'now-1h', to: 'now' },
    ],
    ['no type', 'theme:darkMode', true, true],
    ['a value that was taken back', 'dateFormat:tz', null, 'Browser'],
    ['a setting that nobody declared', 'my:own', [1], [1]],
  ])('gives what the user set: %s', (_what, key, kept, expected) => {
    expect(withUserValues({ [key]: kept }).get(key)).toEqual(expected);
  });

  it.each([
    ['no JSON', 'timepicker:quickRanges', 'soon'],
    ['an object where its text belongs', 'timepicker:quickRanges', []],
  ])('throws a SyntaxError where the user set %s', (_what, key, kept) => {
    expect(() => withUserValues({ [key]: kept }).get(key)).toThrow(SyntaxError);
  });

  it('gives a new object each time', () => {
    const first = settings.get<object[]>('timepicker:quickRanges');
    first.length = 0;
    expect(settings.get('timepicker:quickRanges')).toHaveLength(10);
  });

  it('throws for a setting that is not declared', () => {
    expect(() => settings.get('no:such')).toThrow(
      [
        'Unexpected `IUiSettingsClient.get("no:such")` call on unrecognized configuration setting "no:such".',
        'Setting an initial value via `IUiSettingsClient.set("no:such", value)` before attempting to retrieve',
        'any custom setting value for "no:such" may fix this issue.',
        'You can use `IUiSettingsClient.get("no:such", defaultValue)`, which will just return',
        '`defaultValue` when the key is unrecognized.',
      ].join('\n'),
    );
  });

  it('does not work apart from its object', () => {
    const { get } = settings; // eslint-disable-line @typescript-eslint/unbound-method -- which is the point
    expect(() => get('dateFormat:tz')).toThrow(TypeError);
  });
});

describe('the second argument of uiSettings.get, which is not a fallback', () => {
  it('is read as JSON for a setting of type json: an empty list is none', () => {
    expect(() => settings.get('timepicker:quickRanges', [])).toThrow(
      new SyntaxError('Unexpected end of JSON input'),
    );
  });

  it.each([
    ['takes the place of the default', 'dateFormat:tz', 'UTC', 'UTC'],
    ['is read as JSON', 'timepicker:quickRanges', '[{"from":"now"}]', [{ from: 'now' }]],
    ['is read as a number', 'notifications:lifetime:info', '12 s', 12],
    ['comes back for a key that is not declared', 'no:such', [], []],
  ])('%s', (_what, key, override, expected) => {
    expect(settings.get(key, override)).toEqual(expected);
  });

  it('stands behind what the user set', () => {
    expect(withUserValues({ 'dateFormat:tz': 'Asia/Tokyo' }).get('dateFormat:tz', 'UTC')).toBe('Asia/Tokyo');
  });
});
