/** `.ds-<stream>-<date>-<generation>`, what a failure store holds, and what a lifecycle made of either: frozen, shrunk. */
const BACKING_INDEX = /^(?:[a-z0-9-]+-)?\.(?:ds|fs)-(.+?)-(?:\d{4}\.\d{2}\.\d{2}-)?\d{6,}$/;

/**
 * The data stream that an index belongs to; a plain index is its own name. Privileges are given for these names, and records say
 * by them where they come from: backing indices change with every rollover.
 *
 * @example
 * dataStreamOf('.ds-logs-shop-default-2026.11.28-000001') // 'logs-shop-default'
 * dataStreamOf('app-2026.11.28') // 'app-2026.11.28'
 */
export function dataStreamOf(index: string): string {
  return BACKING_INDEX.exec(index)?.[1] ?? index;
}
