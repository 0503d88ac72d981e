import type { KnownTemplate } from '../detector.ts';
import { excerptOf } from '../../../../common/excerpt.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectOf } from '../findings/subject.ts';
import type { SeasonalConfig } from '../../settings/detectors.ts';
import type { Spell, SpellMemory } from '../spells/spell.ts';
import { tellSpell } from '../spells/tell_spell.ts';

/** What a spell says of itself. */
export function seasonalFinding({
  memory,
  spell,
  config,
  templates,
}: {
  readonly memory: SpellMemory;
  readonly spell: Spell;
  readonly config: SeasonalConfig;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): Finding {
  const { template_id, service } = memory;
  const { type, typical, actual, level } = spell;
  const isSilence = template_id === undefined ? spell.total === 0 : actual === 0;
  const direction = type === 'frequency' ? 'rise' : isSilence ? 'silence' : 'drop';
  const subject = subjectOf(template_id === undefined ? { service } : { template_id, service });
  const code = `${template_id === undefined ? 'service' : 'seasonal'}_${direction}`;
  const { facts, decades, times } = tellSpell(spell, {
    full_decades: config.full_decades,
    // A service that says nothing at all is down, or nobody would know if it were.
    level: code === 'service_silence' ? 'ERROR' : level,
    verdict: template_id === undefined ? undefined : templates.get(template_id)?.verdict,
  });
  return {
    type,
    subject,
    ...(template_id === undefined ? {} : { template_id }),
    service,
    ...(level === undefined ? {} : { level }),
    ...facts,
    reason: {
      code: spell.is_level ? `${code}_level` : code,
      service,
      ...(template_id === undefined
        ? {}
        : { template: excerptOf(templates.get(template_id)?.text ?? template_id) }),
      numbers: {
        actual,
        typical,
        ratio: actual / typical,
        window_minutes: spell.window_minutes,
        decades,
      },
      times,
    },
    context: {
      window_minutes: spell.window_minutes,
      ratio: Math.round((100 * actual) / typical) / 100,
      total: spell.total,
      became_level: spell.is_level,
    },
  };
}
