import { z } from 'zod';
import { Level } from '../../../../common/levels.ts';
import type { Series } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import type { Subject } from '../findings/subject.ts';
import type { FrequencyConfig } from '../../settings/detectors.ts';
import { breaksRule, type Firing, type Sides } from './rule.ts';

/** One stretch of firing minutes of a template × service: what the detector remembers. */
export const Episode = z.strictObject({
  template_id: z.string(),
  service: z.string(),
  level: Level.optional(),
  start: z.int(),
  /** The last minute that fired. */
  last: z.int(),
  /** The last minute whose own count breaks the rule: the windows after it still hold it. Absent in what was remembered before. */
  until: z.int().optional(),
  /** Lines since the start. */
  total: z.number(),
  /** Lines a minute of the baseline when it began: later baselines hold part of the episode. */
  typical: z.number(),
  /** The highest mean of a window so far, lines a minute, and how many known minutes it is of. */
  actual: z.number(),
  known_window_minutes: z.int(),
  known_baseline_minutes: z.int(),
  resolved: z.boolean(),
});
export type Episode = z.infer<typeof Episode>;

/** A template as one service writes it. */
export function subjectOf({ template_id, service }: Series): Subject {
  return { kind: 'template_in_service', template: template_id, service };
}

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
  const breaks = (m: number) => breaksRule(counts.countOf(number, m), baseline, config);
  const start = sides.window.find(breaks) ?? minute;
  const until = sides.window.findLast(breaks) ?? minute;
  const episode = {
    template_id,
    service,
    start,
    last: minute,
    until,
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
  const { counts, minute } = observation;
  const peak =
    firing.current > episode.actual
      ? { actual: firing.current, known_window_minutes: sides.window.length }
      : {};
  const lines = linesOf({ episode, number: firing.number, observation });
  // Against what was usual before it began: the baseline of now holds part of it.
  const last_abnormal = sides.window.findLast((m) =>
    breaksRule(counts.countOf(firing.number, m), episode.typical, config),
  );
  const until = Math.max(episode.until ?? episode.start, last_abnormal ?? minute);
  return { ...episode, ...peak, ...lines, last: minute, until, resolved: false };
}

/** Lines since the start and their level, read anew so that late documents count. */
function linesOf({
  episode,
  number,
  observation,
}: {
  readonly episode: Series & { readonly start: number };
  readonly number: number;
  readonly observation: Observation;
}): Pick<Episode, 'total' | 'level'> {
  const { counts, minute, templates } = observation;
  const minutes = counts.knownMinutes({ from: episode.start, to: minute + 1 });
  const total = minutes.reduce((sum, m) => sum + counts.countOf(number, m), 0);
  const level = counts.levelOf([number], minutes) ?? templates.get(episode.template_id)?.level;
  return level === undefined ? { total } : { total, level };
}
