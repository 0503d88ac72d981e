import { isoOfMinute } from '../../../../common/minutes.ts';
import type { ErrorShareConfig } from '../../settings/detectors.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { Spell } from '../spells/spell.ts';

/** What a spell says of itself. */
export function errorShareFinding({
  service,
  spell: { type, start, last, status, typical, actual, surprise, window_minutes, total, is_level },
  config,
}: {
  readonly service: string;
  readonly spell: Spell;
  readonly config: ErrorShareConfig;
}): Finding {
  const decades = surprise / Math.LN10;
  const record_score = recordScoreOf({ decades, full_decades: config.full_decades });
  const level = 'ERROR';
  const end = last + 1;
  return {
    type,
    subject: { kind: 'error_share', service },
    service,
    level,
    start,
    end,
    status,
    typical,
    actual,
    probability: Math.exp(-surprise),
    record_score,
    risk_score: riskScoreOf({ record_score, level }),
    reason: {
      code: is_level ? 'error_share_level' : 'error_share',
      service,
      numbers: { actual, typical, errors: total, window_minutes, decades },
      times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
    },
    context: { window_minutes, total, became_level: is_level },
  };
}
