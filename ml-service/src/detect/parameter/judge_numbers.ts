import type { ParameterConfig } from '../../settings/detectors.ts';
import type { ParameterValues } from '../detector.ts';
import { followSpells } from '../spells/follow_spells.ts';
import { type Departure, isAbnormal, type Spell } from '../spells/spell.ts';
import { OUTLIER_WINDOW } from './finding.ts';
import { outlierOf } from './outlier.ts';
import {
  type JudgedParameter,
  minutesOf,
  type ParameterMemory,
  remembering,
  requestsOf,
} from './parameter_memory.ts';
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

/** How many minutes are looked at together. */
const WINDOWS = [1, 2, 5, 10] as const;
export const LONGEST_WINDOW = 10;
/** What is far above this quantile is a single value, whether one was seen before or not. */
const NEARLY_ALL = 0.99;
/** A minute of few values says nothing by itself: a shift goes on where the last ones do together. */
const GOING_ON_MINUTES = 3;

/**
 * Judges the numbers of a parameter in a minute, by those of the time before.
 *
 * @param options.least_surprise - So surprising is what is told, in natural orders of magnitude.
 */
export function judgeNumbers(
  { service, measure, values, references, request_ids }: ParameterValues,
  {
    minute,
    before,
    least_surprise,
    config,
  }: {
    readonly minute: number;
    readonly before: ParameterMemory;
    readonly least_surprise: number;
    readonly config: ParameterConfig;
  },
): JudgedParameter {
  const from = minute + 1 - LONGEST_WINDOW - config.level_minutes;
  const memory: ParameterMemory = {
    ...before,
    ...(service !== undefined && { service }),
    ...(measure !== undefined && { measure }),
  };
  const sketch = new QuantileSketch(memory.sketch);
  const typical = typicalOf(values, config.outlier_ratio * (sketch.quantile(NEARLY_ALL) ?? 0));
  const seen = valueMinuteOf(minute, typical);
  const minutes = [...minutesOf(memory, from), ...(seen ? [seen] : [])];
  const level = minutes.filter(
    (one) => one.minute <= minute - LONGEST_WINDOW && !isAbnormal(memory, one.minute),
  );
  const singles = values.filter((value) => !typical.includes(value));
  const keep = (spells: readonly Spell[]) =>
    remembering({ ...memory, spells: [...spells] }, { seen, values, singles, from });
  const usual = usualValues(level);
  if (
    level.length < config.min_level_minutes ||
    sketch.count < config.min_known_values ||
    usual === undefined
  ) {
    return { kind: 'insufficient_history', memory: keep(memory.spells), reported: [] };
  }
  if (isCounter(minutes)) return { kind: 'counter', memory: keep(memory.spells), reported: [] };
  const outlier =
    sketch.count < config.min_settled_values
      ? undefined
      : outlierOf(values, sketch, { ratio: config.outlier_ratio });
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
  const reference = outlier && references?.[values.indexOf(outlier.value)];
  const next = keep(spells);
  const sample = reference && { minute, reference };
  return {
    kind: 'judged',
    memory: {
      ...next,
      ...(sample && { sample }),
      ...(reported.length > 0 && request_ids && { request_ids: requestsOf(request_ids) }),
    },
    reported,
  };
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
  // What is faster can wait: of a few values one that is next to nothing makes a minute small.
  if (length === 1 && type === 'drop') return undefined;
  // Those that are nearer to what the window has than to what is usual.
  const showing = minutes
    .filter((one) => (one.mean - usual.mean) / (window.mean - usual.mean) > 0.5)
    .map((one) => one.minute);
  // One minute, which others make up for, is a shift of its own or none.
  if (showing.length < Math.min(minutes.length, Math.max(2, minutes.length / 2))) return undefined;
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
