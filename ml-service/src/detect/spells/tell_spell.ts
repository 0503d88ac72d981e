import { isoOfMinute } from '../../../../common/minutes.ts';
import type { Level } from '../../../../common/levels.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { Spell } from './spell.ts';

/** What the finding of any spell says: when it was, how much there was, and how abnormal that is. */
export interface ToldSpell {
  readonly facts: Pick<
    Finding,
    'start' | 'end' | 'status' | 'typical' | 'actual' | 'probability' | 'record_score' | 'risk_score'
  >;
  /** Its surprise in orders of magnitude. */
  readonly decades: number;
  /** For its reason: while it lasts it has no end. */
  readonly times: Finding['reason']['times'];
}

/**
 * @param options.full_decades - The surprise that scores 100.
 * @param options.level - How severe its lines are, as far as that is known.
 */
export function tellSpell(
  {
    start,
    last,
    status,
    typical,
    actual,
    surprise,
  }: Pick<Spell, 'start' | 'last' | 'status' | 'typical' | 'actual' | 'surprise'>,
  { full_decades, level }: { readonly full_decades: number; readonly level: Level | undefined },
): ToldSpell {
  const decades = surprise / Math.LN10;
  const record_score = recordScoreOf({ decades, full_decades });
  const end = last + 1;
  return {
    facts: {
      start,
      end,
      status,
      typical,
      actual,
      probability: Math.exp(-surprise),
      record_score,
      risk_score: riskScoreOf({ record_score, level }),
    },
    decades,
    times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
  };
}
