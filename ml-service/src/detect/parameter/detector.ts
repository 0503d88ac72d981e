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
import { ageSpells, followSpells } from '../spells/follow_spells.ts';
import { type Departure, isAbnormal, type Spell } from '../spells/spell.ts';
import { OUTLIER_WINDOW, parameterFinding } from './finding.ts';
import { outlierOf } from './outlier.ts';
import { minutesOf, ParameterMemory, remembering } from './parameter_memory.ts';
import { QuantileSketch } from './quantile_sketch.ts';
import {
  isCounter,
  joinMinutes,
  shiftOf,
  usualValues,
  type UsualValues,
  type ValueMinute,
  valueMinuteOf,
} from './shift.ts';

const NAME = 'parameter';
const MINUTES_A_DAY = 1440;
/** How many minutes are looked at together. */
const WINDOWS = [2, 5, 10] as const;
const LONGEST_WINDOW = 10;
/** A minute of few values says nothing by itself: a shift goes on where the last ones do together. */
const GOING_ON_MINUTES = 3;

/**
 * Finds values of parameters far above all that were seen, and values that are all larger or smaller than those of the hour and a
 * half before: a latency that doubles, without an error. Each parameter is judged by itself, whoever writes its template.
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
  const tally = { judged: 0, insufficient_history: 0, counter: 0 };
  const least_surprise = Math.log(
    (Math.max(1, parameters.length) * MINUTES_A_DAY) / config.false_alarms_per_day,
  );
  for (const one of parameters) {
    const key = keyOf(one);
    const judged = judge(one, { minute, before: state.get(key), least_surprise, config });
    tally[judged.kind] += 1;
    changes.set(key, judged.memory);
    for (const spell of judged.reported) {
      found.push([key, parameterFinding({ memory: judged.memory, spell, templates, config })]);
    }
  }
  for (const [key, memory] of state) {
    if (changes.has(key)) continue;
    const last_minute = minutesOf(memory, -Infinity).at(-1)?.minute ?? -Infinity;
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

/** What became of one parameter in a minute. */
interface JudgedParameter {
  readonly kind: ValueVerdict['kind'];
  readonly memory: ParameterMemory;
  readonly reported: readonly Spell[];
}

function judge(
  { template_id, parameter, service, values }: ParameterValues,
  {
    minute,
    before,
    least_surprise,
    config,
  }: {
    readonly minute: number;
    readonly before: ParameterMemory | undefined;
    readonly least_surprise: number;
    readonly config: ParameterConfig;
  },
): JudgedParameter {
  const from = minute + 1 - LONGEST_WINDOW - config.level_minutes;
  const named = service === undefined ? {} : { service };
  const memory: ParameterMemory = before
    ? { ...before, ...named }
    : { template_id, parameter, ...named, sketch: { rest: 0, bins: [] }, minutes: [], spells: [] };
  const sketch = new QuantileSketch(memory.sketch);
  const seen = valueMinuteOf(minute, typicalOf(values, config.outlier_ratio * sketch.max));
  const minutes = [...minutesOf(memory, from), ...(seen ? [seen] : [])];
  const level = minutes.filter(
    (one) => one.minute <= minute - LONGEST_WINDOW && !isAbnormal(memory, one.minute),
  );
  const keep = (spells: readonly Spell[]) =>
    remembering({ ...memory, spells: [...spells] }, { seen, values, from });
  const usual = usualValues(level);
  if (
    level.length < config.min_level_minutes ||
    sketch.count < config.min_known_values ||
    usual === undefined
  ) {
    return { kind: 'insufficient_history', memory: keep(memory.spells), reported: [] };
  }
  if (isCounter(minutes)) return { kind: 'counter', memory: keep(memory.spells), reported: [] };
  const outlier = outlierOf(values, sketch, { ratio: config.outlier_ratio });
  const departures = [
    outlier && departureOfOutlier(outlier, minute),
    ...WINDOWS.map((length) =>
      departureOfWindow(
        minutes.filter((one) => one.minute > minute - length),
        { length, usual, config },
      ),
    ),
  ].filter((one) => one !== undefined && one.surprise > least_surprise) as Departure[];
  const departure = departures.sort((a, b) => b.surprise - a.surprise)[0];
  const last = joinMinutes(minutes.slice(-GOING_ON_MINUTES));
  const { spells, reported } = followSpells(memory.spells, {
    minute,
    counts: {
      knownMinutes: ({ from: first, to }) =>
        minutes.map((one) => one.minute).filter((one) => one >= first && one < to),
    },
    departure,
    shows: (type) =>
      outlier !== undefined ||
      (isShifted(type, seen, { usual, config }) && isShifted(type, last, { usual, config })),
    amountIn: (since) =>
      Math.exp(joinMinutes(minutes.filter((one) => since.includes(one.minute)))?.mean ?? usual.mean),
    withTotal: (spell) => ({
      ...spell,
      // It may have begun before what is looked at.
      total: minutes
        .filter((one) => one.minute >= spell.start && one.minute <= spell.last)
        .reduce((sum, { count }) => sum + count, 0),
    }),
  });
  return { kind: 'judged', memory: keep(spells), reported };
}

/** Without single values far above all others, which say nothing of the rest. Where most are there, they are what is typical. */
function typicalOf(values: readonly number[], bound: number): readonly number[] {
  const within = values.filter((value) => value <= bound);
  return within.length > values.length / 2 ? within : values;
}

function departureOfOutlier(
  { value, typical, surprise }: NonNullable<ReturnType<typeof outlierOf>>,
  minute: number,
): Departure {
  return {
    type: 'frequency',
    surprise,
    typical,
    actual: value,
    window_minutes: OUTLIER_WINDOW,
    start: minute,
    last: minute,
  };
}

/** Undefined where the values of a window are as usual. */
function departureOfWindow(
  minutes: readonly ValueMinute[],
  {
    length,
    usual,
    config,
  }: { readonly length: number; readonly usual: UsualValues; readonly config: ParameterConfig },
): Departure | undefined {
  const window = joinMinutes(minutes);
  if (window === undefined || window.count < config.min_values || minutes.length < length / 2)
    return undefined;
  const { ratio, surprise } = shiftOf(window, usual);
  const type = ratio > 1 ? 'frequency' : 'drop';
  if (Math.max(ratio, 1 / ratio) < config.ratio) return undefined;
  // Those that are nearer to what the window has than to what is usual.
  const showing = minutes
    .filter((one) => (one.mean - usual.mean) / (window.mean - usual.mean) > 0.5)
    .map((one) => one.minute);
  // One minute alone, which others make up for, is no shift.
  if (showing.length < Math.max(2, minutes.length / 2)) return undefined;
  return {
    type,
    surprise,
    typical: Math.exp(usual.mean),
    actual: Math.exp(window.mean),
    window_minutes: length,
    start: showing[0]!,
    last: showing.at(-1)!,
  };
}

/** Whether values are nearer to `ratio` times what is usual than to what is usual. */
function isShifted(
  type: Spell['type'],
  values: ValueMinute | undefined,
  { usual, config }: { readonly usual: UsualValues; readonly config: ParameterConfig },
): boolean {
  if (values === undefined) return false;
  const apart = values.mean - usual.mean;
  return (type === 'frequency' ? apart : -apart) > Math.log(config.ratio) / 2;
}

function keyOf({ template_id, parameter }: Pick<ParameterValues, 'template_id' | 'parameter'>): string {
  return subjectKeyOf({ kind: 'parameter', template: template_id, parameter });
}
