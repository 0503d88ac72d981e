import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where Kibana looks in a plugin's folder for what its translations are. */
const I18N_RC = '.i18nrc.json';

const I18nRc = z.strictObject({
  prefix: z.string(),
  paths: z.record(z.string(), z.string()),
  /** Kibana takes those that are named as its own language, `i18n.locale`, to the letter: `de-DE.json`. */
  translations: z.array(z.string().regex(/^translations\/[a-zA-Z-]+\.json$/)),
});

/** `.i18nrc.json` and the files that it lists, by their path in the plugin's folder. */
export function translationFiles(root: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, I18N_RC), 'utf8');
  const { translations } = I18nRc.parse(JSON.parse(text));
  return new Map([
    [I18N_RC, text],
    ...translations.map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
  ]);
}
