import { z } from 'zod';
import { Level } from '../../../../common/levels.ts';
import type { TemplateSeries } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import type { FrequencyConfig } from '../../settings/detectors.ts';
import { breaksRule, type Firing, type Sides } from './rule.ts';

/** One stretch of firing minutes of a template × service: what the detector remembers. */
export const Episode = z.strictObject({
  template_id: z.string(),
  service: z.string(),
  level: Level.optional(),
  start: z.int(),
  /** The last minute whose own count broke the rule: until then it went on. */
  last: z.int(),
  /** The last minute whose window broke it. */
  fired: z.int(),
  /** Lines from the start to the last minute. */
  total: z.number(),
  /** Lines a minute of the baseline when it began: later baselines may hold part of the episode. */
  typical: z.number(),
  /** The highest mean of a window so far, lines a minute, and how many known minutes it is of. */
  actual: z.number(),
  known_window_minutes: z.int(),
  known_baseline_minutes: z.int(),
  resolved: z.boolean(),
});
export type Episode = z.infer<typeof Episode>;

/**
 * The start is the first minute of the window whose own count breaks the rule: it points at the lines, the start of the
 * window would not. There always is one, since the mean of the window breaks it.
 */
export function beginEpisode({
  firing,
  sides,
  observation,
  config,
}: {
  readonly firing: Firing;
  readonly sides: Sides;
  readonly observation: Observation;
  readonly config: FrequencyConfig;
}): Episode {
  const { counts, minute } = observation;
  const { template_id, service, number, current, baseline } = firing;
  const start = sides.window.find((m) => breaksRule(counts.countOf(number, m), baseline, config)) ?? minute;
  const episode = {
    template_id,
    service,
    start,
    last: lastBreaking({ number, baseline, sides, observation, config }) ?? start,
    fired: minute,
    total: 0,
    typical: baseline,
    actual: current,
    known_window_minutes: sides.window.length,
    known_baseline_minutes: sides.baseline.length,
    resolved: false,
  };
  return { ...episode, ...linesOf({ episode, number, observation }) };
}

export function extendEpisode({
  episode,
  firing,
  sides,
  observation,
  config,
}: {
  readonly episode: Episode;
  readonly firing: Firing;
  readonly sides: Sides;
  readonly observation: Observation;
  readonly config: FrequencyConfig;
}): Episode {
  const peak =
    firing.current > episode.actual
      ? { actual: firing.current, known_window_minutes: sides.window.length }
      : {};
  const { number } = firing;
  const breaking = lastBreaking({ number, baseline: episode.typical, sides, observation, config });
  const last = Math.max(episode.last, breaking ?? 0);
  const longer = { ...episode, ...peak, last, fired: observation.minute, resolved: false };
  return { ...longer, ...linesOf({ episode: longer, number, observation }) };
}

function lastBreaking({
  number,
  baseline,
  sides,
  observation: { counts },
  config,
}: {
  readonly number: number;
  readonly baseline: number;
  readonly sides: Sides;
  readonly observation: Observation;
  readonly config: FrequencyConfig;
}): number | undefined {
  return sides.window.findLast((minute) => breaksRule(counts.countOf(number, minute), baseline, config));
}

/** Its lines and their level, read anew so that late documents count. */
function linesOf({
  episode,
  number,
  observation,
}: {
  readonly episode: TemplateSeries & { readonly start: number; readonly last: number };
  readonly number: number;
  readonly observation: Observation;
}): Pick<Episode, 'total' | 'level'> {
  const { counts, templates } = observation;
  const minutes = counts.knownMinutes({ from: episode.start, to: episode.last + 1 });
  const total = minutes.reduce((sum, m) => sum + counts.countOf(number, m), 0);
  const level = counts.levelOf([number], minutes) ?? templates.get(episode.template_id)?.level;
  return level === undefined ? { total } : { total, level };
}
