import { z } from 'zod';
import { isOfTemplate } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import { isOfSource, serviceOf } from '../sources/source.ts';
import type { NewSource } from './recent_sources.ts';

/** A new source that is being learned. */
export const FollowedSource = z.strictObject({
  kind: z.literal('source'),
  of: z.string(),
  name: z.string(),
  start: z.int(),
  /** The last minute with a line of it. */
  last: z.int(),
  lines: z.number(),
  /** How many kinds of lines it wrote so far. */
  templates: z.int(),
});
export type FollowedSource = z.infer<typeof FollowedSource>;

/** What to remember of a source at its first sight. */
export function beginFollowingSource(
  { source: { of, name }, start }: NewSource,
  observation: Observation,
): FollowedSource {
  return followSource({ kind: 'source', of, name, start, last: start, lines: 0, templates: 0 }, observation);
}

/** Its lines read anew, so that late documents count. */
export function followSource(
  followed: FollowedSource,
  { minute, counts, templates }: Observation,
): FollowedSource {
  const minutes = counts.knownMinutes({ from: followed.start, to: minute + 1 });
  const numbers: number[] = [];
  const ids = new Set<string>();
  let lines = 0;
  const sums = counts.sumsOf(minutes);
  for (const number of counts.ofService(serviceOf(followed))) {
    const sum = sums[number]!;
    const series = sum === 0 ? undefined : counts.seriesAt(number);
    if (!isOfTemplate(series) || !isOfSource(series, followed, templates)) continue;
    numbers.push(number);
    ids.add(series.template_id);
    lines += sum;
  }
  const last = minutes.findLast((m) => numbers.some((number) => counts.countOf(number, m) > 0));
  return {
    ...followed,
    ...(last !== undefined && { last }),
    lines,
    templates: ids.size,
  };
}
