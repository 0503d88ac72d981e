/**
 * What an index that is begun anew every so often ends with: a day, an hour or a month, as `2026.11.29`, `2026-11-29.13`, `20261129`,
 * `2026.11`; a week, as `2026.w48`; what a rollover counts.
 */
const PERIOD =
  /[-_.](?:(?:19|20)\d{2}(?:[-_.](?:0[1-9]|1[0-2])(?:[-_.](?:0[1-9]|[12]\d|3[01])(?:[-_.](?:[01]\d|2[0-3]))?)?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|[-_.]w(?:[0-4]\d|5[0-3]))(?:-\d{6})?|\d{6})$/;

/**
 * The name of a source by the data stream, or the plain index, in which its lines lie. Those of another day are of the same source.
 *
 * @example
 * sourceNameOf('logs-app-2026.11.29') // 'logs-app'
 * sourceNameOf('logs-shop-default') // 'logs-shop-default'
 */
export function sourceNameOf(data_stream: string): string {
  const name = data_stream.replace(PERIOD, '');
  // A date alone is a name.
  return name === '' ? data_stream : name;
}
