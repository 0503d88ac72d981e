import type { CountReader } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import { minuteOf } from '../../../../common/minutes.ts';
import type { NewTemplateConfig } from '../../settings/detectors.ts';

/** A template seen for the first time. */
export interface FirstAppearance {
  readonly template_id: string;
  /** The minute of its first line: what the caller knows or what was counted, the earlier of the two. */
  readonly start: number;
  /** The first minute with a counted line of it. */
  readonly counted: number;
  /** The chance of a new template by the history before that minute. */
  readonly probability: number;
}

/** The templates that some minutes were the first to have. */
export interface FirstAppearances {
  readonly appearances: readonly FirstAppearance[];
  /** Templates that were counted but that the caller does not know (yet): of these nobody can say. */
  readonly unknown_templates: number;
}

/**
 * Templates that came first in the last `follow_minutes`, the evaluated minute included, after enough history. Those of the minutes
 * before are there too, because their first line may have been counted late, or the caller learned of them late; the
 * detector knows which it reported.
 */
export function recentFirstAppearances(
  observation: Observation,
  config: NewTemplateConfig,
): FirstAppearances {
  const { minute, counts, templates } = observation;
  const from = minute - config.follow_minutes + 1;
  const recent = counts.knownMinutes({ from, to: minute + 1 });
  const ids = [...linesByTemplate(counts, recent).keys()];
  const unknown_templates = ids.filter((id) => !templates.has(id)).length;
  const first_minutes = ids
    .map((id) => ({ template_id: id, first_minute: minuteOf(templates.get(id)?.first_seen ?? -Infinity) }))
    .filter(({ first_minute }) => first_minute >= from);
  if (first_minutes.length === 0) return { appearances: [], unknown_templates };

  const seen_before = linesByTemplate(counts, counts.knownMinutesBefore(from, config.history_minutes));
  const probabilities = new Map<number, number | undefined>();
  const appearances = first_minutes.flatMap(({ template_id, first_minute }) => {
    if (seen_before.has(template_id)) return [];
    const numbers = counts.seriesOf(template_id);
    const counted = recent.find((m) => numbers.some((number) => counts.countOf(number, m) > 0)) ?? minute;
    const start = Math.min(counted, first_minute);
    if (!probabilities.has(start)) probabilities.set(start, probabilityOfNew(start, counts, config));
    const probability = probabilities.get(start);
    return probability === undefined ? [] : [{ template_id, start, counted, probability }];
  });
  return { appearances: appearances, unknown_templates };
}

/** Undefined where too little is known before the minute, or templates are still being learned. */
function probabilityOfNew(
  minute: number,
  counts: CountReader,
  config: NewTemplateConfig,
): number | undefined {
  const before = counts.knownMinutesBefore(minute, config.history_minutes);
  if (before.length < config.min_known_minutes) return undefined;
  const probability = unseenProbability(linesByTemplate(counts, before).values());
  return probability > config.max_probability ? undefined : probability;
}

/** Lines of each template in these minutes, all services together, templates without lines left out. */
function linesByTemplate(counts: CountReader, minutes: readonly number[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  counts.sumsOf(minutes).forEach((sum, number) => {
    if (sum === 0) return;
    const { template_id } = counts.seriesAt(number)!;
    if (template_id === undefined) return;
    lines.set(template_id, (lines.get(template_id) ?? 0) + sum);
  });
  return lines;
}

/**
 * The chance that the next line has a template never seen before: the Good–Turing estimate of the unseen mass, templates
 * seen exactly once / lines (I. J. Good, "The population frequencies of species and the estimation of population
 * parameters", Biometrika 40, 1953). One is added to both, so that it is neither zero (no template was seen just once)
 * nor undefined (no line was seen).
 *
 * @param counts - Lines of each template of the past.
 * @returns 0–1; 1 where nothing was seen.
 * @example
 * unseenProbability([5000, 4990, 9, 1]) // 2 / 10001
 */
export function unseenProbability(counts: Iterable<number>): number {
  let lines = 0;
  let once = 0;
  for (const count of counts) {
    lines += count;
    if (count === 1) once++;
  }
  return (once + 1) / (lines + 1);
}
