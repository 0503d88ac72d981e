import { z } from 'zod';
import type { Series } from '../counts/count_reader.ts';
import {
  configurationOf,
  defineDetector,
  type Detector,
  type Evaluation,
  type Observation,
  verdictOfHistory,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { FrequencyConfig } from '../../settings/detectors.ts';
import { beginEpisode, Episode, extendEpisode } from './episode.ts';
import { frequencyFinding } from './finding.ts';
import { firingSeries, sidesOf } from './rule.ts';

const NAME = 'frequency';

const State = z.strictObject({ version: z.literal(1), episodes: z.array(Episode) });
type State = z.infer<typeof State>;

/**
 * Finds templates that a service suddenly writes far more often: the mean of the last 10 minutes against that of the 60
 * minutes before them, see {@link FrequencyConfig}.
 *
 * Rates are means over KNOWN minutes. There is no least number of known window minutes: the first minute after a gap is
 * judged by itself, because an incident often begins by taking the collection of logs down. At the start of the data so
 * short a window is never judged, because nothing is known of the baseline before it: `insufficient_history`.
 *
 * Firing minutes in a row are one episode. It is resolved by the first known minute that does not fire, goes on when it
 * fires again within a window of its last firing minute (the two windows share lines), and expires when nothing could be
 * judged for as long as that.
 *
 * @throws LogAiError `config_invalid`.
 */
export function frequencyDetector(options: z.input<typeof FrequencyConfig> = {}): Detector {
  const config = configurationOf(FrequencyConfig, options);
  return defineDetector<State>({
    name: NAME,
    state: State,
    start: { version: 1, episodes: [] },
    judge: (observation) => judge(observation, config),
  });
}

function judge(
  observation: Observation & { readonly state: State },
  config: FrequencyConfig,
): Evaluation<State> {
  const { minute, counts, state } = observation;
  const sides = sidesOf(minute, counts, config);
  const verdict = verdictOfHistory({
    detector: NAME,
    minute,
    known_minutes: sides.baseline.length,
    needed_minutes: config.min_known_baseline_minutes,
  });
  const judged = verdict.kind === 'judged';

  const firing = new Map(
    judged ? firingSeries({ counts, sides, config }).map((series) => [keyOf(series), series]) : [],
  );
  const episodes: Episode[] = [];
  const findings: Finding[] = [];
  const report = (episode: Episode, status: Finding['status'], current?: number) =>
    findings.push(frequencyFinding({ episode, status, current, config, templates: observation.templates }));

  for (const episode of state.episodes) {
    const again = firing.get(keyOf(episode));
    if (minute - episode.last > config.window_minutes) {
      if (!episode.resolved) report(episode, 'expired');
    } else if (again !== undefined) {
      firing.delete(keyOf(episode));
      episodes.push(extendEpisode({ episode, firing: again, sides, observation }));
      report(episodes.at(-1)!, 'active', again.current);
    } else {
      const ends = judged && !episode.resolved;
      episodes.push(ends ? { ...episode, resolved: true } : episode);
      if (ends) report(episode, 'resolved');
    }
  }
  for (const series of firing.values()) {
    episodes.push(beginEpisode({ firing: series, sides, observation, config }));
    report(episodes.at(-1)!, 'active', series.current);
  }
  return {
    findings: findings.sort(bySeries),
    verdicts: [verdict],
    state: { version: 1, episodes: episodes.sort(bySeries) },
  };
}

function keyOf({ template_id, service }: Series): string {
  return JSON.stringify([template_id, service]);
}

/** The order of series numbers depends on how the history grew; results do not. */
function bySeries(a: Series, b: Series): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
