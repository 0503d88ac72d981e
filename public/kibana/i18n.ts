import { i18n } from '@kbn/i18n';

/** A message in English, in ICU's syntax, and what its places are filled with. */
export interface Message {
  readonly defaultMessage: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * A text in the language that Kibana is set to, or its English where there is no translation. Call it while something is
 * rendered, never while a module loads: Kibana's language may not be known then.
 *
 * @param id - `logAi.<view>.<what>`, written out: tests read the ids of all messages from the sources.
 * @example
 * translate('logAi.templates.found', { defaultMessage: '{count, plural, one {# template} other {# templates}}', values: { count } })
 */
export function translate(id: string, message: Message): string {
  return i18n.translate(id, message);
}

/** What Kibana is set to, for `Intl`: English where that is no language that the browser knows. */
export function getLocale(): string {
  const locale = i18n.getLocale();
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
