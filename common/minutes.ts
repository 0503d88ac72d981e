/** Lengths of time in milliseconds. Literals, which a bundle writes where they are used. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/**
 * Counting and detection go by whole minutes since the epoch, taken from the data: no stage looks at a clock.
 * This is the last minute of the year 9999: a later one has no ISO 8601 date of four-digit years.
 */
export const LAST_MINUTE = Math.floor(Date.UTC(9999, 11, 31, 23, 59) / MINUTE_MS);

/** Half-open: from ≤ minute < to, minutes since the epoch. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * @param time - Milliseconds since the epoch.
 * @example
 * minuteOf(Date.parse('2026-11-22T14:23:41Z')) // 29922143
 */
export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}

/** When a minute begins, milliseconds since the epoch. */
export function timeOfMinute(minute: number): number {
  return minute * MINUTE_MS;
}

/** The beginning of a minute as ISO 8601 in UTC. */
export function isoOfMinute(minute: number): string {
  return new Date(timeOfMinute(minute)).toISOString();
}

/** The beginning of a minute as a person reads it, e.g. `14:23`; UTC. */
export function clockOfMinute(minute: number): string {
  return isoOfMinute(minute).slice(11, 16);
}
