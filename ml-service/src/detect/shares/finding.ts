import { isoOfMinute } from '../../../../common/minutes.ts';
import type { ShareKind } from '../../../../common/shares.ts';
import type { ShareSettings } from './share.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { Spell } from '../spells/spell.ts';

/** What the lines of a share say of themselves, and what its reason calls them. */
const WORDS = {
  error_share: { level: 'ERROR', lines: 'errors' },
  warning_share: { level: 'WARN', lines: 'warnings' },
} as const;

/** What a spell says of itself. */
export function shareFinding({
  kind,
  service,
  spell: { type, start, last, status, typical, actual, surprise, window_minutes, total, is_level },
  config,
}: {
  readonly kind: ShareKind;
  readonly service: string;
  readonly spell: Spell;
  readonly config: ShareSettings;
}): Finding {
  const decades = surprise / Math.LN10;
  const record_score = recordScoreOf({ decades, full_decades: config.full_decades });
  const words = WORDS[kind];
  const { level } = words;
  const end = last + 1;
  return {
    type,
    subject: { kind, service },
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
      code: is_level ? `${kind}_level` : kind,
      service,
      numbers: { actual, typical, [words.lines]: total, window_minutes, decades },
      times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
    },
    context: { window_minutes, total, became_level: is_level },
  };
}
