import { isoOfMinute } from '../../../../common/minutes.ts';
import type { ParameterConfig } from '../../settings/detectors.ts';
import type { ValueObservation } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { Spell } from '../spells/spell.ts';
import type { ParameterMemory } from './parameter_memory.ts';

/** The window of a single value; those of shifts are longer. */
export const OUTLIER_WINDOW = 1;

/** What a spell of a parameter says of itself. */
export function parameterFinding({
  memory: { template_id, parameter, service },
  spell: { start, last, status, typical, actual, surprise, window_minutes, total, is_level },
  templates,
  config,
}: {
  readonly memory: ParameterMemory;
  readonly spell: Spell;
  readonly templates: ValueObservation['templates'];
  readonly config: ParameterConfig;
}): Finding {
  const template = templates.get(template_id);
  const level = template?.level;
  const decades = surprise / Math.LN10;
  const record_score = recordScoreOf({ decades, full_decades: config.full_decades });
  const end = last + 1;
  const code = window_minutes === OUTLIER_WINDOW ? 'parameter_outlier' : 'parameter_shift';
  return {
    type: 'parameter',
    subject: { kind: 'parameter', template: template_id, parameter },
    template_id,
    parameter,
    ...(service !== undefined && { service }),
    ...(level !== undefined && { level }),
    start,
    end,
    status,
    typical,
    actual,
    probability: Math.exp(-surprise),
    record_score,
    risk_score: riskScoreOf({ record_score, level }),
    reason: {
      code: is_level ? `${code}_level` : code,
      ...(service !== undefined && { service }),
      ...(template !== undefined && { template: template.text }),
      numbers: { actual, typical, values: total, window_minutes, decades },
      times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
    },
    context: { window_minutes, total, became_level: is_level },
  };
}
