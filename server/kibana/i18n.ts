import { i18n } from '@kbn/i18n';

/**
 * A text for people in the language that Kibana is set to, or its English. Call it when it is needed, never while a module loads.
 *
 * @param id - `logAi.server.<what>`, written out: tests read the ids of all messages from the sources.
 */
export function translate(
  id: string,
  message: { readonly defaultMessage: string; readonly values?: Readonly<Record<string, string | number>> },
): string {
  return i18n.translate(id, message);
}
