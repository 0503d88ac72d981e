/** A run of minutes without a gap: first ≤ minute ≤ last, minutes since the epoch. */
export interface MinuteWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * Joins minutes into runs of at most `longest`, so that a few requests read many minutes and none reads a minute that
 * nobody asked for.
 *
 * @example
 * windowsOf([3, 1, 2, 7], 10) // [{ first: 1, last: 3 }, { first: 7, last: 7 }]
 */
export function windowsOf(minutes: readonly number[], longest: number): MinuteWindow[] {
  const windows: { first: number; last: number }[] = [];
  for (const minute of [...new Set(minutes)].sort((left, right) => left - right)) {
    const current = windows.at(-1);
    if (current?.last === minute - 1 && minute - current.first < longest) current.last = minute;
    else windows.push({ first: minute, last: minute });
  }
  return windows;
}
