import { minuteOf } from '../../../../common/minutes.ts';
import type { CountReader } from '../counts/count_reader.ts';
import type { Observation } from '../detector.ts';
import type { Steps } from '../../parse/in_slices.ts';
import type { NewTemplateConfig } from '../../settings/detectors.ts';
import { sourcesOf } from '../sources/source.ts';
import { classOf, newPerDay, SourcePasts, unseenProbability } from '../sources/source_past.ts';
import { DAYS_AWAY, hasReturned, isWeekKnown } from './returned.ts';

/** A template seen for the first time, or again after a long while. */
export interface FirstAppearance {
  readonly template_id: string;
  /** The service of a source that is known well enough to say so. */
  readonly service: string;
  /** The minute of its first line: what the caller knows or what was counted, the earlier of the two. */
  readonly start: number;
  /** The chance of a new template by what the source wrote before that minute. */
  readonly probability: number;
  /** It was known before, and had not come for longer than so many days. */
  readonly days_away?: number;
}

/** The templates that some minutes were the first to have. */
export interface FirstAppearances {
  readonly appearances: readonly FirstAppearance[];
  /** Templates that were counted but that the caller does not know (yet): of these nobody can say. */
  readonly unknown_templates: number;
}

/**
 * Templates that came first in the last `follow_minutes`, the evaluated minute included, in a source that is known and
 * where few come. Those of the minutes before are there too, because their first line may have been counted late, or the
 * caller learned of them late.
 *
 * @param isReported - Whether the detector follows a template already.
 */
export function* recentFirstAppearances(
  observation: Observation,
  config: NewTemplateConfig,
  isReported: (template_id: string) => boolean,
): Steps<FirstAppearances> {
  const { minute, counts, templates } = observation;
  const from = minute - config.follow_minutes + 1;
  const recent = counts.knownMinutes({ from, to: minute + 1 });
  const ids = templatesIn(counts, recent);
  yield;
  const unknown_templates = ids.filter((id) => !templates.has(id)).length;
  const isNew = (id: string) => firstMinuteOf(id, observation) >= from;
  const known = ids.filter((id) => templates.has(id));
  if (!isWeekKnown(from, observation) && !known.some(isNew)) return { appearances: [], unknown_templates };

  const before = counts.sumsOf(counts.knownMinutesBefore(from, config.history_minutes));
  yield;
  const wasSeen = (id: string) => counts.seriesOf(id).some((number) => before[number]! > 0);
  const candidates = known.filter(
    (id) => !wasSeen(id) && (isNew(id) || hasReturned(id, from, observation)) && !isReported(id),
  );
  yield;
  const pasts = new Map<number, SourcePasts>();
  const appearanceOf = (template_id: string): FirstAppearance | undefined => {
    const numbers = counts.seriesOf(template_id);
    const counted = recent.find((m) => numbers.some((number) => counts.countOf(number, m) > 0)) ?? minute;
    const start = isNew(template_id) ? Math.min(counted, firstMinuteOf(template_id, observation)) : counted;
    const level = counts.levelOf(numbers, recent) ?? templates.get(template_id)?.level;
    const sources = servicesAt(numbers, counted, counts).flatMap((service) =>
      sourcesOf({ template_id, service }, templates).map((source) => ({ service, source })),
    );
    for (const { service, source } of sources) {
      let pasts_then = pasts.get(start);
      if (pasts_then === undefined) {
        const { history_minutes, follow_minutes: recent_minutes, min_known_minutes: least_minutes } = config;
        const reach = { history_minutes, recent_minutes, least_minutes };
        pasts_then = new SourcePasts({ ...observation, minute: start }, reach);
        pasts.set(start, pasts_then);
      }
      const past = pasts_then.of(source);
      if (past === undefined) continue;
      const kind = classOf(level);
      const most = kind === 'failures' ? config.max_errors_per_day : config.max_others_per_day;
      if (newPerDay(past, kind) > most) continue;
      const probability = unseenProbability({ lines: past.lines, once: past.once[kind] });
      const away = isNew(template_id) ? {} : { days_away: DAYS_AWAY };
      return { template_id, service, start, probability, ...away };
    }
    return undefined;
  };
  const appearances: FirstAppearance[] = [];
  for (const template_id of candidates) {
    const appearance = appearanceOf(template_id);
    if (appearance) appearances.push(appearance);
    yield;
  }
  return { appearances, unknown_templates };
}

function firstMinuteOf(template_id: string, { templates }: Observation): number {
  return minuteOf(templates.get(template_id)?.first_seen ?? -Infinity);
}

function templatesIn(counts: CountReader, minutes: readonly number[]): readonly string[] {
  const sums = counts.sumsOf(minutes);
  return [...counts.templates()].filter((id) => counts.seriesOf(id).some((number) => sums[number]! > 0));
}

/** The services of these series in a minute, the one with most lines first. */
function servicesAt(numbers: readonly number[], minute: number, counts: CountReader): readonly string[] {
  return numbers
    .map((number) => ({
      service: counts.seriesAt(number)!.service,
      lines: counts.countOf(number, minute),
    }))
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.lines - a.lines || (a.service < b.service ? -1 : 1))
    .map(({ service }) => service);
}
