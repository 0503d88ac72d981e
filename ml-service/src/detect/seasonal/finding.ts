import { isoOfMinute } from '../../../../common/minutes.ts';
import type { KnownTemplate } from '../detector.ts';
import { excerptOf } from '../../../../common/excerpt.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { SeasonalConfig } from '../../settings/detectors.ts';
import type { SeasonalMemory, Spell } from './spell.ts';

/** What a spell says of itself. */
export function seasonalFinding({
  memory: { template_id, service },
  spell,
  config,
  templates,
}: {
  readonly memory: SeasonalMemory;
  readonly spell: Spell;
  readonly config: SeasonalConfig;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): Finding {
  const { type, start, last, status, typical, actual, surprise, level } = spell;
  const record_score = recordScoreOf({
    decades: surprise / Math.LN10,
    full_decades: config.full_decades,
  });
  const template = excerptOf(templates.get(template_id)?.text ?? template_id);
  const end = last + 1;
  const direction = type === 'frequency' ? 'rise' : actual === 0 ? 'silence' : 'drop';
  return {
    type,
    subject: { kind: 'template_in_service', template: template_id, service },
    template_id,
    service,
    ...(level === undefined ? {} : { level }),
    start,
    end,
    status,
    typical,
    actual,
    probability: Math.exp(-surprise),
    record_score,
    risk_score: riskScoreOf({ record_score, level }),
    reason: {
      code: spell.is_level ? `seasonal_${direction}_level` : `seasonal_${direction}`,
      service,
      template,
      numbers: {
        actual,
        typical,
        ratio: actual / typical,
        window_minutes: spell.window_minutes,
        decades: surprise / Math.LN10,
      },
      times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
    },
    context: {
      window_minutes: spell.window_minutes,
      ratio: Math.round((100 * actual) / typical) / 100,
      total: spell.total,
      became_level: spell.is_level,
    },
  };
}
