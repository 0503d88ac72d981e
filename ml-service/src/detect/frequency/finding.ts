import { excerptOf } from '../../../../common/excerpt.ts';
import type { Finding } from '../findings/finding.ts';
import type { KnownTemplate } from '../detector.ts';
import type { FrequencyConfig } from '../../settings/detectors.ts';
import type { Episode } from './episode.ts';
import { ratioOf } from './rule.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import { subjectOf } from '../findings/subject.ts';

/** What an episode says of itself. `current`: the mean of the last window, while it lasts. */
export function frequencyFinding({
  episode,
  status,
  current,
  config,
  templates,
}: {
  readonly episode: Episode;
  readonly status: Finding['status'];
  readonly current: number | undefined;
  readonly config: FrequencyConfig;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): Finding {
  const { template_id, service, level, start, typical, actual } = episode;
  const { window_minutes, baseline_minutes } = config;
  const end = episode.last + 1;
  const ratio = ratioOf(actual, typical, config);
  const record_score = recordScoreOf({ decades: Math.log10(ratio), full_decades: config.full_decades });
  return {
    type: 'frequency',
    subject: subjectOf(episode),
    template_id,
    service,
    ...(level === undefined ? {} : { level }),
    start,
    end,
    status,
    typical,
    actual,
    record_score,
    risk_score: riskScoreOf({ record_score, level, verdict: templates.get(template_id)?.verdict }),
    reason: {
      code: current === actual ? 'frequency_now' : 'frequency',
      service,
      template: excerptOf(templates.get(template_id)?.text ?? template_id),
      numbers: { actual, typical, ratio, window_minutes, baseline_minutes },
      times: { from: isoOfMinute(start), to: isoOfMinute(end) },
    },
    context: {
      window_minutes,
      known_window_minutes: episode.known_window_minutes,
      baseline_minutes,
      known_baseline_minutes: episode.known_baseline_minutes,
      ratio: Math.round(ratio * 100) / 100,
      total: episode.total,
    },
  };
}
