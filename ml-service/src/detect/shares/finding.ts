import type { ShareKind } from '../../../../common/shares.ts';
import type { ShareSettings } from './share.ts';
import type { Finding } from '../findings/finding.ts';
import type { Spell } from '../spells/spell.ts';
import { tellSpell } from '../spells/tell_spell.ts';

/** What the lines of a share say of themselves, and what its reason calls them. */
const WORDS = {
  error_share: { level: 'ERROR', lines: 'errors' },
  warning_share: { level: 'WARN', lines: 'warnings' },
} as const;

/** What a spell says of itself. */
export function shareFinding({
  kind,
  service,
  spell,
  config,
}: {
  readonly kind: ShareKind;
  readonly service: string;
  readonly spell: Spell;
  readonly config: ShareSettings;
}): Finding {
  const { type, typical, actual, window_minutes, total, is_level } = spell;
  const words = WORDS[kind];
  const { level } = words;
  const { facts, decades, times } = tellSpell(spell, { full_decades: config.full_decades, level });
  return {
    type,
    subject: { kind, service },
    service,
    level,
    ...facts,
    reason: {
      code: is_level ? `${kind}_level` : kind,
      service,
      numbers: { actual, typical, [words.lines]: total, window_minutes, decades },
      times,
    },
    context: { window_minutes, total, became_level: is_level },
  };
}
