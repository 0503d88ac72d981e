import type { z } from 'zod';
import { compareText } from '../../../../common/compare_text.ts';
import { ParameterConfig } from '../../settings/detectors.ts';
import {
  configurationOf,
  type ParameterValues,
  type SeriesState,
  type ValueDetector,
  type ValueEvaluation,
  type ValueObservation,
  type ValueVerdict,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectKeyOf } from '../findings/subject.ts';
import { ageSpells } from '../spells/follow_spells.ts';
import { parameterFinding } from './finding.ts';
import { judgeNames } from './judge_names.ts';
import { judgeNumbers, LONGEST_WINDOW } from './judge_numbers.ts';
import { emptyMemory, lastMinuteOf, ParameterMemory } from './parameter_memory.ts';

/** What an abnormal value is, and how many are read, as it is configured: tasks know no settings but by the stages. */
export type ParameterSettings = ParameterConfig;

const NAME = 'parameter';
const MINUTES_A_DAY = 1440;

/**
 * Finds numbers far above all that were seen, numbers that are all larger or smaller than those of the hour and a half before (a
 * latency that doubles, without an error), and texts that were never seen where few are known. Each parameter is judged by itself,
 * whoever writes its template.
 *
 * What was abnormal does not become usual: its minutes are left out, until they take up half of the time.
 *
 * @throws LogAiError `config_invalid`.
 */
export function parameterDetector(
  options: z.input<typeof ParameterConfig> = {},
): ValueDetector<ParameterMemory> {
  const config = configurationOf(ParameterConfig, options);
  return {
    name: NAME,
    source: 'values',
    state: { version: 1, entry: ParameterMemory },
    types: ['parameter'],
    memory_minutes: MINUTES_A_DAY,
    evaluate: ({ state = new Map<string, ParameterMemory>(), ...observation }) =>
      evaluate({ ...observation, state }, config),
  };
}

function evaluate(
  observation: ValueObservation & { readonly state: SeriesState<ParameterMemory> },
  config: ParameterConfig,
): ValueEvaluation<ParameterMemory> {
  const { minute, parameters, templates, state } = observation;
  const changes = new Map<string, ParameterMemory | undefined>();
  const found: [key: string, finding: Finding][] = [];
  const tally = { judged: 0, insufficient_history: 0, counter: 0, varied: 0 };
  const least_surprise = Math.log(
    (Math.max(1, parameters.filter(({ kind }) => kind === 'numbers').length) * MINUTES_A_DAY) /
      config.false_alarms_per_day,
  );
  for (const one of parameters) {
    const key = keyOf(one);
    const before = state.get(key) ?? emptyMemory(one);
    const judged =
      one.kind === 'names'
        ? judgeNames(one, { minute, before, config })
        : judgeNumbers(one, { minute, before, least_surprise, config });
    tally[judged.kind] += 1;
    changes.set(key, judged.memory);
    for (const spell of judged.reported) {
      found.push([key, parameterFinding({ memory: judged.memory, spell, templates, config })]);
    }
  }
  for (const [key, memory] of state) {
    if (changes.has(key)) continue;
    const last_minute = lastMinuteOf(memory) ?? -Infinity;
    if (minute - last_minute >= MINUTES_A_DAY) changes.set(key, undefined);
    const reach = LONGEST_WINDOW + config.level_minutes;
    const aged = ageSpells(memory.spells, { minute, reach, open: LONGEST_WINDOW });
    if (aged === undefined) continue;
    const next = { ...memory, spells: [...aged.spells] };
    if (!changes.has(key)) changes.set(key, next);
    for (const spell of aged.reported) {
      found.push([key, parameterFinding({ memory: next, spell, templates, config })]);
    }
  }
  found.sort(([a], [b]) => compareText(a, b));
  const verdicts = (Object.entries(tally) as [ValueVerdict['kind'], number][])
    .filter(([, count]) => count > 0)
    .map(([kind, count]): ValueVerdict => ({ detector: NAME, kind, minute, parameters: count }));
  return { findings: found.map(([, finding]) => finding), changes, verdicts };
}

function keyOf({ template_id, parameter }: Pick<ParameterValues, 'template_id' | 'parameter'>): string {
  return subjectKeyOf({ kind: 'parameter', template: template_id, parameter });
}
