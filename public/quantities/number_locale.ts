import { getLocale } from '../kibana/i18n.ts';

/** What Kibana's setting is when nobody set it. */
const UNSET = 'en';

/** Languages of the setting whose names mean another one to `Intl`, or none. */
const TAGS: Readonly<Record<string, string>> = { 'be-nl': 'nl-BE', chs: 'zh-Hans' };

let chosen: string | undefined;

/**
 * Takes up how the user wants numbers to be written.
 *
 * @param setting - Kibana's `format:number:defaultLocale`, a name of a language in numeral.js.
 */
export function chooseNumberLocale(setting: string): void {
  chosen = setting === UNSET ? undefined : tagOf(TAGS[setting] ?? setting);
}

/** The language of numbers, for `Intl`: the one that the user chose, else that of Kibana. */
export const numberLocale = (): string => chosen ?? getLocale();

function tagOf(name: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name)[0];
  } catch {
    return undefined;
  }
}
