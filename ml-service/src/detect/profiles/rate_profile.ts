import { z } from 'zod';
import type { Series } from '../counts/count_reader.ts';
import { subjectKeyOf, subjectOf } from '../findings/subject.ts';

/** A week, so that each hour of it has one like it. */
export const PROFILE_HOURS = 168;

/**
 * The past of a series by hours: what is usual of it. An hour without lines has no record. Flat, because there is one for
 * each series: 100,000 of them with 14 hours each are 90 MB, as objects they would be 250.
 */
export const RateProfile = z.strictObject({
  /** Hour since the epoch, its minutes that count, lines in them, sum of the squares of the lines of each minute. */
  hours: z.array(z.number()),
  /** Minute of the hour, lines in it: older hours weigh less. */
  minutes: z.array(z.number()),
});
export type RateProfile = z.infer<typeof RateProfile>;

/** Stored profiles of another version are discarded and learned anew. */
export const RATE_PROFILES = { version: 1, entry: RateProfile };

/** Profiles by the key of the series; that of {@link CALENDAR} says which hours were known. */
export type RateProfiles = ReadonlyMap<string, RateProfile>;

/** No series has this key. In its hours stand those that were learned, with their known minutes. */
export const CALENDAR = '';

/** Numbers of a record in `hours`. */
export const RECORD = 4;

/** Series keep their objects from minute to minute: of 100,000 each key is put together once. */
const keys = new WeakMap<Series, string>();

/** The key of a series: that of its profile, and of the subject of what is found of it. */
export function profileKeyOf(series: Series): string {
  let key = keys.get(series);
  if (key === undefined) {
    key = subjectKeyOf(subjectOf(series));
    keys.set(series, key);
  }
  return key;
}

/** Where the record of an hour begins, or -1. */
export function recordAt({ hours }: RateProfile, hour: number): number {
  let low = 0;
  let high = hours.length / RECORD;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hours[middle * RECORD]! < hour) low = middle + 1;
    else high = middle;
  }
  return hours[low * RECORD] === hour ? low * RECORD : -1;
}
