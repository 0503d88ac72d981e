import { formatMessage, type MessageValues } from './message_format.ts';

/** A file of translations, as Kibana reads it. */
export interface Translation {
  readonly locale?: string;
  readonly messages: Readonly<Record<string, string>>;
}

/** The language of default messages. */
const DEFAULT_LOCALE = 'en';

/** What the plugin has of `@kbn/i18n` 8.12.2: in a test, in the host's page and beside the server half. */
function createI18n() {
  let locale = DEFAULT_LOCALE;
  let messages: Translation['messages'] = {};
  return {
    /** In lower case, as Kibana keeps it: `de-de`. */
    getLocale: () => locale,
    init(translation: Translation) {
      locale = (translation.locale ?? DEFAULT_LOCALE).toLowerCase();
      messages = translation.messages;
    },
    translate(
      id: string,
      { values = {}, defaultMessage }: { readonly values?: MessageValues; readonly defaultMessage: string },
    ): string {
      if (!id) throw new Error('[I18n] An `id` must be a non-empty string to translate a message.');
      const message = messages[id];
      if (!message && !defaultMessage) {
        throw new Error(`[I18n] Cannot format message: "${id}". Default message must be provided.`);
      }
      try {
        return message
          ? formatMessage(message, locale, values)
          : formatMessage(defaultMessage, DEFAULT_LOCALE, values);
      } catch (error) {
        const which = message
          ? `message: "${id}" for locale: "${locale}"`
          : `the default message for: "${id}"`;
        throw new Error(`[I18n] Error formatting ${which}.\n${String(error)}`, { cause: error });
      }
    },
  };
}

export const i18n = createI18n();
