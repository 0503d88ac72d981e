import { z } from 'zod';
import type { Series, TemplateSeries } from '../counts/count_reader.ts';
import { keysOfSubject, subjectKeyOf, subjectOf } from '../findings/subject.ts';
import type { Source } from '../sources/source.ts';

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

/** The series of such a key; undefined where the key does not tell it: it is too long, or of no template. */
export function seriesOfProfile(key: string): TemplateSeries | undefined {
  const [template_id, service, ...others] = keysOfSubject(key) ?? [];
  return template_id && service !== undefined && others.length === 0 ? { template_id, service } : undefined;
}

/** The key of what is noted of a source: no template has an empty id. */
export function sourceNoteKeyOf(source: Source): string {
  return `/${subjectKeyOf(source)}`;
}

/** Notes of sources are kept for ever: a service that writes once a month is not new each time. */
export function isSourceNote(key: string): boolean {
  return key.startsWith('/');
}

/** The hour in which a source was seen first, as its only record. */
export function sourceNote(hour: number): RateProfile {
  return { hours: [hour, 0, 0, 0], minutes: [] };
}

/** The hour in which a source was seen first, as far as it is noted. */
export function firstHourOf(source: Source, profiles: RateProfiles | undefined): number | undefined {
  return profiles?.get(sourceNoteKeyOf(source))?.hours[0];
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
