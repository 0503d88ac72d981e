import { isoOfMinute } from '../../../../common/minutes.ts';
import type { Level } from '../../../../common/levels.ts';
import type { SeverityVerdict } from '../../../../common/severity_rule.ts';
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
 * @param options.level - Of its lines, as far as it is known.
 * @param options.verdict - What is said of their template.
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
  {
    full_decades,
    level,
    verdict,
  }: {
    readonly full_decades: number;
    readonly level: Level | undefined;
    readonly verdict?: SeverityVerdict | undefined;
  },
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
      risk_score: riskScoreOf({ record_score, level, verdict }),
    },
    decades,
    times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
  };
}
