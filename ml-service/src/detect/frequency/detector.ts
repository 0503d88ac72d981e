import type { Steps } from '../../parse/in_slices.ts';
import { compareText } from '../../../../common/compare_text.ts';
import type { z } from 'zod';
import type { TemplateSeries } from '../counts/count_reader.ts';
import {
  configurationOf,
  defineDetector,
  type Detector,
  type Evaluation,
  type Observation,
  type SeriesState,
  verdictOfHistory,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectKeyOf, subjectOf } from '../findings/subject.ts';
import { settledHours } from '../profiles/season.ts';
import { FrequencyConfig } from '../../settings/detectors.ts';
import { beginEpisode, Episode, extendEpisode } from './episode.ts';
import { frequencyFinding } from './finding.ts';
import { firingSeries, sidesOf } from './rule.ts';

const NAME = 'frequency';

/**
 * Finds templates that a service suddenly writes far more often: the mean of the last 10 minutes against that of the 60
 * minutes before them, see {@link FrequencyConfig}.
 *
 * Rates are means over KNOWN minutes. There is no least number of known window minutes: the first minute after a gap is
 * judged by itself, because an incident often begins by taking the collection of logs down. At the start of the data so
 * short a window is never judged, because nothing is known of the baseline before it: `insufficient_history`.
 *
 * Minutes of the baseline that were abnormal by themselves are left out of it, see `baselineOf`; those before the source of the lines
 * came are unknown, see `knownSince`.
 *
 * Firing minutes in a row are one episode; it is told with the minutes that broke the rule by themselves. It is resolved by the first known minute that does not fire, goes on when it
 * fires again within a window of its last firing minute (the two windows share lines), and expires when nothing could be
 * judged for as long as that.
 *
 * Once it is known what is usual at this hour, it leaves that to the seasonal detector.
 *
 * @throws LogAiError `config_invalid`.
 */
export function frequencyDetector(options: z.input<typeof FrequencyConfig> = {}): Detector<Episode> {
  const config = configurationOf(FrequencyConfig, options);
  return defineDetector<Episode>({
    name: NAME,
    state: { version: 2, entry: Episode },
    types: ['frequency'],
    lookback_minutes: config.window_minutes + config.baseline_minutes,
    // It may have gone on until the first minute of the last window that fired.
    memory_minutes: 2 * config.window_minutes,
    judge: (observation) => judge(observation, config),
  });
}

function* judge(
  observation: Observation & { readonly state: SeriesState<Episode> },
  config: FrequencyConfig,
): Steps<Evaluation<Episode>> {
  const { minute, counts, state } = observation;
  const sides = sidesOf(minute, counts, config);
  const verdict = verdictOfHistory({
    detector: NAME,
    minute,
    known_minutes: sides.baseline.length,
    needed_minutes: config.min_known_baseline_minutes,
  });
  const judged = verdict.kind === 'judged';
  const isLeft = settledHours(observation.profiles, minute) >= config.until_known_hours;

  const firing = new Map(
    judged && !isLeft
      ? firingSeries({ observation, sides, config }).map((series) => [keyOf(series), series])
      : [],
  );
  yield;
  const changes = new Map<string, Episode | undefined>();
  const found: [key: string, finding: Finding][] = [];
  const report = (
    key: string,
    { episode, status, current }: { episode: Episode; status: Finding['status']; current?: number },
  ) =>
    found.push([
      key,
      frequencyFinding({ episode, status, current, config, templates: observation.templates }),
    ]);

  for (const [key, episode] of state) {
    const again = firing.get(key);
    if (minute - episode.fired > config.window_minutes) {
      changes.set(key, undefined);
      if (!episode.resolved) report(key, { episode, status: 'expired' });
    } else if (again !== undefined) {
      firing.delete(key);
      const longer = extendEpisode({ episode, firing: again, sides, observation, config });
      changes.set(key, longer);
      report(key, { episode: longer, status: 'active', current: again.current });
    } else if ((judged || isLeft) && !episode.resolved) {
      changes.set(key, { ...episode, resolved: true });
      report(key, { episode, status: 'resolved' });
    }
  }
  for (const [key, series] of firing) {
    const episode = beginEpisode({ firing: series, sides, observation, config });
    changes.set(key, episode);
    report(key, { episode, status: 'active', current: series.current });
  }
  // The order of series numbers depends on how the history grew; results do not.
  found.sort(([a], [b]) => compareText(a, b));
  return { findings: found.map(([, finding]) => finding), verdicts: [verdict], changes };
}

function keyOf(series: TemplateSeries): string {
  return subjectKeyOf(subjectOf(series));
}
