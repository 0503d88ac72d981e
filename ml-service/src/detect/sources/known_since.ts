import type { TemplateSeries } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import { firstHourOf } from '../profiles/rate_profile.ts';
import { serviceOf, type Source, sourcesOf } from './source.ts';

const HOUR = 60;

/**
 * The minute since which lines of a series are known: before its source wrote its first line nothing covers it, however much else
 * is counted. A log that is attached to a running system has no past of zeros.
 *
 * @returns -Infinity where nobody noted when its source came.
 */
export function knownSince(series: TemplateSeries, observation: Observation): number {
  const first = sourcesOf(series, observation.templates).map((source) => firstMinuteOf(source, observation));
  return Math.min(...first);
}

/** Its hour is noted; the minute is that of the first line in it that is at hand. */
function firstMinuteOf(source: Source, { minute, counts, profiles }: Observation): number {
  const hour = firstHourOf(source, profiles);
  if (hour === undefined) return -Infinity;
  const number = counts.numberOf({ service: serviceOf(source) });
  const minutes = counts.knownMinutes({ from: hour * HOUR, to: Math.min(minute, (hour + 1) * HOUR) });
  const first = number === undefined ? undefined : minutes.find((one) => counts.countOf(number, one) > 0);
  return first ?? hour * HOUR;
}
