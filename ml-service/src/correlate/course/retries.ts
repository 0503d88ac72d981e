import type { Span } from './course.ts';

/**
 * Which try again of its caller each span is: 1 for a call of a service whose call before failed, 2 where that was one again, and
 * so on. Undefined for calls that are none.
 *
 * @example
 * // gateway calls stock, which fails, and stock again
 * retriesOf(spans) // [undefined, undefined, 1]
 */
export function retriesOf(
  spans: readonly Pick<Span, 'service' | 'caller' | 'error_count'>[],
): readonly (number | undefined)[] {
  const failed_in_a_row = new Map<string, number>();
  return spans.map(({ service, caller, error_count }) => {
    if (caller === undefined) return undefined;
    const call = `${caller} ${service}`;
    const failed = failed_in_a_row.get(call) ?? 0;
    failed_in_a_row.set(call, error_count > 0 ? failed + 1 : 0);
    return failed === 0 ? undefined : failed;
  });
}
