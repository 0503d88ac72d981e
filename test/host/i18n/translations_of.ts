import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Translation } from './kbn_i18n.ts';

/**
 * What Kibana finds of a language in an unpacked plugin: the files that its `.i18nrc.json` lists and that are called as the
 * language is, to the letter.
 *
 * @param locale - `i18n.locale` in kibana.yml.
 */
export function translationsOf(plugin_path: string, locale: string): Translation {
  const file = join(plugin_path, '.i18nrc.json');
  const { translations = [] } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { translations?: string[] })
    : {};
  const messages = translations
    .filter((path) => basename(path, '.json') === locale)
    .map((path) => (JSON.parse(readFileSync(join(plugin_path, path), 'utf8')) as Translation).messages);
  return { locale, messages: Object.assign({}, ...messages) as Translation['messages'] };
}
