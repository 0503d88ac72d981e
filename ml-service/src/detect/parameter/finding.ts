import { excerptOf } from '../../../../common/excerpt.ts';
import type { ParameterConfig } from '../../settings/detectors.ts';
import type { ValueObservation } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import type { Spell } from '../spells/spell.ts';
import { tellSpell } from '../spells/tell_spell.ts';
import type { ParameterMemory } from './parameter_memory.ts';

/** The window of a single value; those of shifts are longer. */
export const OUTLIER_WINDOW = 1;

/** What a spell of a parameter says of itself. */
export function parameterFinding({
  memory: { template_id, parameter, service },
  spell,
  templates,
  config,
}: {
  readonly memory: ParameterMemory;
  readonly spell: Spell;
  readonly templates: ValueObservation['templates'];
  readonly config: ParameterConfig;
}): Finding {
  const { typical, actual, window_minutes, total, is_level } = spell;
  const template = templates.get(template_id);
  const level = template?.level;
  const { facts, decades, times } = tellSpell(spell, {
    full_decades: config.full_decades,
    level,
    verdict: template?.verdict,
  });
  const code = window_minutes === OUTLIER_WINDOW ? 'parameter_outlier' : 'parameter_shift';
  return {
    type: 'parameter',
    subject: { kind: 'parameter', template: template_id, parameter },
    template_id,
    parameter,
    ...(service !== undefined && { service }),
    ...(level !== undefined && { level }),
    ...facts,
    reason: {
      code: is_level ? `${code}_level` : code,
      ...(service !== undefined && { service }),
      template: excerptOf(template?.text ?? template_id),
      numbers: { actual, typical, values: total, window_minutes, decades },
      times,
    },
    context: { window_minutes, total, became_level: is_level },
  };
}
