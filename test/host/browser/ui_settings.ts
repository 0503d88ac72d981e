import { EMPTY, of, type Observable } from 'rxjs';
import { isDark } from './dark_mode.ts';

const range = (from: string, to: string, display: string) => ({ from, to, display });

/** Kibana's defaults of the settings that an app about logs may ask for. Nobody can change them here. */
function defaults(): Readonly<Record<string, unknown>> {
  return {
    dateFormat: 'MMM D, YYYY @ HH:mm:ss.SSS',
    'dateFormat:tz': 'Browser',
    'dateFormat:dow': 'Sunday',
    'dateFormat:scaled': [
      ['', 'HH:mm:ss.SSS'],
      ['PT1S', 'HH:mm:ss'],
      ['PT1M', 'HH:mm'],
      ['PT1H', 'YYYY-MM-DD HH:mm'],
      ['P1DT', 'YYYY-MM-DD'],
      ['P1YT', 'YYYY'],
    ],
    dateNanosFormat: 'MMM D, YYYY @ HH:mm:ss.SSSSSSSSS',
    defaultIndex: null,
    'format:number:defaultPattern': '0,0.[000]',
    'format:percent:defaultPattern': '0,0.[000]%',
    'format:bytes:defaultPattern': '0,0.[0]b',
    'histogram:barTarget': 50,
    'histogram:maxBars': 1000,
    'theme:darkMode': isDark(),
    'timepicker:timeDefaults': { from: 'now-15m', to: 'now' },
    'timepicker:refreshIntervalDefaults': { pause: true, value: 60_000 },
    'timepicker:quickRanges': [
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
    ],
  };
}

/** `core.uiSettings`. */
export function createUiSettings() {
  const settings = defaults();
  const get = (key: string, fallback?: unknown): unknown => {
    if (key in settings) return settings[key];
    if (fallback !== undefined) return fallback;
    throw new Error(
      `Unexpected \`IUiSettingsClient.get("${key}")\` call on unrecognized configuration setting "${key}".`,
    );
  };
  return {
    get,
    get$: (key: string, fallback?: unknown): Observable<unknown> => of(get(key, fallback)),
    getAll: () => settings,
    getUpdate$: () => EMPTY,
    isDeclared: (key: string) => key in settings,
    isDefault: (key: string) => key in settings,
    isCustom: () => false,
    isOverridden: () => false,
    set: () => Promise.resolve(false),
    remove: () => Promise.resolve(false),
  };
}
