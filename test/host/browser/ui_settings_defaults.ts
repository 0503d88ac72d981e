import type { SettingDefinition } from './ui_settings.ts';

/** As Kibana keeps it: the text that someone may edit. */
const json = (value: unknown): SettingDefinition => ({ type: 'json', value: JSON.stringify(value, null, 2) });
const text = (value: string): SettingDefinition => ({ type: 'string', value });
const number = (value: number): SettingDefinition => ({ type: 'number', value });
const choice = (value: string): SettingDefinition => ({ type: 'select', value });
/** Many of Kibana's settings say nothing of their type: their value is given as it is. */
const untyped = (value: unknown): SettingDefinition => ({ value });

const range = (from: string, to: string, display: string) => ({ from, to, display });

/** Kibana 8.12's definitions of the settings that an app about logs may ask for. */
export const UI_SETTINGS_DEFAULTS: Readonly<Record<string, SettingDefinition>> = {
  dateFormat: untyped('MMM D, YYYY @ HH:mm:ss.SSS'),
  'dateFormat:tz': choice('Browser'),
  'dateFormat:dow': choice('Sunday'),
  'dateFormat:scaled': json([
    ['', 'HH:mm:ss.SSS'],
    ['PT1S', 'HH:mm:ss'],
    ['PT1M', 'HH:mm'],
    ['PT1H', 'YYYY-MM-DD HH:mm'],
    ['P1DT', 'YYYY-MM-DD'],
    ['P1YT', 'YYYY'],
  ]),
  dateNanosFormat: untyped('MMM D, YYYY @ HH:mm:ss.SSSSSSSSS'),
  defaultIndex: text(''),
  'format:number:defaultLocale': choice('en'),
  'format:number:defaultPattern': text('0,0.[000]'),
  'format:percent:defaultPattern': text('0,0.[000]%'),
  'format:bytes:defaultPattern': text('0,0.[0]b'),
  'histogram:barTarget': untyped(50),
  'histogram:maxBars': untyped(1000),
  'notifications:lifetime:error': number(300_000),
  'notifications:lifetime:info': number(5_000),
  'notifications:lifetime:warning': number(10_000),
  'theme:darkMode': untyped(false),
  'timepicker:timeDefaults': json({ from: 'now-15m', to: 'now' }),
  'timepicker:refreshIntervalDefaults': json({ pause: true, value: 60_000 }),
  'timepicker:quickRanges': json([
    range('now/d', 'now/d', 'Today'),
    range('now/w', 'now/w', 'This week'),
    range('now-15m', 'now', 'Last 15 minutes'),
    range('now-30m', 'now', 'Last 30 minutes'),
    range('now-1h', 'now', 'Last 1 hour'),
    range('now-24h/h', 'now', 'Last 24 hours'),
    range('now-7d/d', 'now', 'Last 7 days'),
    range('now-30d/d', 'now', 'Last 30 days'),
    range('now-90d/d', 'now', 'Last 90 days'),
    range('now-1y/d', 'now', 'Last 1 year'),
  ]),
};
