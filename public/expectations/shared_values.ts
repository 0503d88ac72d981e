import type { Line } from '../../common/api.ts';
import type { ExpectationAbout } from '../../common/api/expectations.ts';

/** The value of a parameter that an expectation may be about. */
export type ExpectedValue = NonNullable<ExpectationAbout['parameter']>;

/** Longer ones nobody could tell apart, and no expectation holds them. */
const LONGEST_VALUE = 1024;

/**
 * The values that all of an anomaly's lines at hand have: one that only some have would not make it expected.
 *
 * @example
 * sharedValues([{ params: { target: 'DB', retry: 1 } }, { params: { target: 'DB', retry: 2 } }]) // [{ name: 'target', value: 'DB' }]
 */
export function sharedValues(lines: readonly Pick<Line, 'params'>[]): readonly ExpectedValue[] {
  const [first, ...others] = lines;
  return Object.entries(first?.params ?? {})
    .filter(([name, value]) => others.every(({ params }) => String(params?.[name]) === String(value)))
    .map(([name, value]) => ({ name, value: String(value) }))
    .filter(({ value }) => value.length <= LONGEST_VALUE);
}
