import { clockOfMinute } from '../../../../common/minutes.ts';
import { countOf, formatCount, formatRate, formatRatio } from '../../../../common/format_quantity.ts';
import type { KnownTemplate } from '../detector.ts';
import { excerptOf, type Finding } from '../findings/finding.ts';
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
  const text = excerptOf(templates.get(template_id)?.text ?? template_id);
  const end = last + 1;
  const when =
    status === 'active'
      ? `since ${clockOfMinute(start)} UTC`
      : `from ${clockOfMinute(start)} to ${clockOfMinute(end)} UTC`;
  const minutes = countOf(spell.window_minutes, 'minute');
  const seen =
    type === 'frequency'
      ? `up to ${formatRate(actual)} ${when}`
      : actual === 0
        ? `silent ${when}`
        : `down to ${formatRate(actual)} ${when}`;
  const usual = `${formatRate(typical)} at this time (${type === 'frequency' ? formatRatio(actual / typical) + ', ' : ''}${chanceOf(surprise)} over ${minutes})`;
  const settled = spell.is_level ? ' It lasted, and is the level from now on.' : '';
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
    reason: `${service}: ${text} ${seen}, typically ${usual}.${settled}`,
    context: {
      window_minutes: spell.window_minutes,
      ratio: Math.round((100 * actual) / typical) / 100,
      total: spell.total,
      became_level: spell.is_level,
    },
  };
}

/** Below this chance nobody tells one from another. */
const MOST_DECADES = 24;

/** A chance as a person says it. */
function chanceOf(surprise: number): string {
  const decades = Math.floor(surprise / Math.LN10);
  if (decades > MOST_DECADES) return `a chance below 1 in 10^${MOST_DECADES}`;
  return `a chance of 1 in ${decades <= 6 ? formatCount(10 ** decades) : `10^${decades}`}`;
}
