/** The part of `@kbn/i18n` that is used, the same in the browser and on the server. Kibana provides it; it is not on npm. */
declare module '@kbn/i18n' {
  export const i18n: {
    translate(
      id: string,
      message: { defaultMessage: string; values?: Readonly<Record<string, string | number>> },
    ): string;
    getLocale(): string;
  };
}
