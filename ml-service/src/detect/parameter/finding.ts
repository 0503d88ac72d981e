import { excerptOf } from '../../../../common/excerpt.ts';
import type { ParameterConfig } from '../../settings/detectors.ts';
import type { ValueObservation } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import type { Spell } from '../spells/spell.ts';
import { tellSpell } from '../spells/tell_spell.ts';
import type { ParameterMemory } from './parameter_memory.ts';
import { QuantileSketch } from './quantile_sketch.ts';

/** The window of a single value: it has none. */
export const OUTLIER_WINDOW = 0;
/** That one text is new among so many as were seen is no more surprising than 1 in 10^8, after months. */
const FULL_DECADES_OF_NAMES = 8;

/** What a spell of a parameter says of itself. */
export function parameterFinding({
  memory,
  spell,
  templates,
  config,
}: {
  readonly memory: ParameterMemory;
  readonly spell: Spell;
  readonly templates: ValueObservation['templates'];
  readonly config: ParameterConfig;
}): Finding {
  const { template_id, parameter, service, measure, names, sample, request_ids = [] } = memory;
  const { typical, actual, window_minutes, total, is_level } = spell;
  const template = templates.get(template_id);
  const level = template?.level;
  const isOfNames = names !== undefined;
  const full_decades = isOfNames ? FULL_DECADES_OF_NAMES : config.full_decades;
  const { facts, decades, times } = tellSpell(spell, {
    full_decades,
    level,
    verdict: template?.verdict,
  });
  const code = isOfNames
    ? 'parameter_name'
    : window_minutes === OUTLIER_WINDOW
      ? 'parameter_outlier'
      : 'parameter_shift';
  const isSampled = sample && sample.minute >= spell.start && sample.minute <= spell.last;
  return {
    type: 'parameter',
    subject: { kind: 'parameter', template: template_id, parameter },
    template_id,
    parameter,
    ...(service !== undefined && { service }),
    ...(level !== undefined && { level }),
    ...facts,
    ...(isOfNames && { typical: 0, actual: total }),
    reason: {
      code: is_level ? `${code}_level` : code,
      ...(service !== undefined && { service }),
      template: excerptOf(template?.text ?? template_id),
      parameter,
      ...(measure !== undefined && { measure }),
      numbers: { actual, typical, values: total, window_minutes, decades },
      times,
    },
    // Of a shift any line shows it; of a single value that one.
    ...(isSampled && { evidence: { samples: [sample.reference], quotes: [] } }),
    context: {
      window_minutes,
      total,
      became_level: is_level,
      ...(request_ids.length > 0 && { request_ids }),
      ...(measure !== undefined && { measure }),
      ...(isOfNames ? { known_names: typical } : quantilesOf(memory)),
    },
  };
}

/** How large its values usually are. */
function quantilesOf({ sketch: stored }: ParameterMemory): Finding['context'] {
  const sketch = new QuantileSketch(stored);
  const quantile = (share: number) => Number((sketch.quantile(share) ?? 0).toPrecision(3));
  return {
    known_values: sketch.count,
    half: quantile(0.5),
    ninety_five_of_100: quantile(0.95),
    ninety_nine_of_100: quantile(0.99),
    largest: Number(sketch.max.toPrecision(3)),
  };
}
