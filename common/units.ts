import { DAY_MS, HOUR_MS, MINUTE_MS } from './minutes.ts';
/** How a unit is spelled behind a number. */
interface Spelling {
  /** Glued to the number or behind a blank: `5ms`, `5 ms`. */
  readonly glued: readonly string[];
  /** Behind a blank only: `5 bytes`. */
  readonly apart?: readonly string[];
  /** As well, but elsewhere it is a word like others: no mask takes it for a unit. */
  readonly words?: readonly string[];
  /** What names of parameters end in; else the unit in small letters. */
  readonly suffix?: string;
}

interface MeasureUnit extends Spelling {
  readonly measure: 'duration' | 'bytes';
  /** One of this unit, in milliseconds or bytes. */
  readonly in_base: number;
}

/**
 * The units of durations and sizes, by their canonical spelling.
 *
 * Of sizes the standard decides (IEC 80000-13), as a spelling does not tell what a program meant: with an i a power of 1024,
 * without one a power of 1000, `KB` and `kb` being `kB`. A program that writes `MB` for 1024² is 5 % off, in all lines
 * of a template alike.
 */
const MEASURE_UNITS = {
  ns: { measure: 'duration', in_base: 1e-6, glued: ['ns'], words: ['nanoseconds'] },
  us: { measure: 'duration', in_base: 1e-3, glued: ['us'], apart: ['microseconds'], words: ['\u00b5s', '\u03bcs'] },
  ms: { measure: 'duration', in_base: 1, glued: ['ms'], apart: ['msec', 'millis', 'milliseconds'] },
  s: { measure: 'duration', in_base: 1000, glued: ['s', 'sec', 'secs', 'second', 'seconds'] },
  min: { measure: 'duration', in_base: MINUTE_MS, glued: ['m', 'min', 'mins'], apart: ['minutes'], words: ['minute'] },
  h: { measure: 'duration', in_base: HOUR_MS, glued: ['h', 'hr', 'hrs'], apart: ['hours'], words: ['hour'] },
  d: { measure: 'duration', in_base: DAY_MS, glued: ['d'], apart: ['days'], words: ['day'], suffix: 'days' },
  B: { measure: 'bytes', in_base: 1, glued: ['B'], apart: ['byte', 'bytes', 'Bytes'], suffix: 'bytes' },
  kB: { measure: 'bytes', in_base: 1e3, glued: ['kB', 'KB', 'kb'] },
  MB: { measure: 'bytes', in_base: 1e6, glued: ['MB', 'mb'] },
  GB: { measure: 'bytes', in_base: 1e9, glued: ['GB', 'gb'] },
  TB: { measure: 'bytes', in_base: 1e12, glued: ['TB'] },
  KiB: { measure: 'bytes', in_base: 2 ** 10, glued: ['KiB'] },
  MiB: { measure: 'bytes', in_base: 2 ** 20, glued: ['MiB'] },
  GiB: { measure: 'bytes', in_base: 2 ** 30, glued: ['GiB'] },
  TiB: { measure: 'bytes', in_base: 2 ** 40, glued: ['TiB'] },
} as const satisfies Readonly<Record<string, MeasureUnit>>; // prettier-ignore

/** Units of something else. */
const OTHER_UNITS: readonly (Spelling & { readonly suffix: string })[] = [
  { suffix: 'hz', glued: ['Hz'] },
  { suffix: 'mhz', glued: ['MHz'] },
  { suffix: 'ghz', glued: ['GHz'] },
  { suffix: 'percent', glued: [], words: ['%', 'percent'] },
];

/** What stands behind numbers like a unit and may mean anything: bits or bytes, thousands or kilobytes. */
const UNCLEAR_UNITS: readonly string[] = ['K', 'k', 'M', 'G', 'b', 'x'];

/** A unit of durations or sizes in its canonical spelling. */
export type Unit = keyof typeof MEASURE_UNITS;
/** See {@link Unit}; small ones first, durations before sizes. */
export const UNITS = Object.keys(MEASURE_UNITS) as readonly Unit[];

/** What a unit measures. */
export type Measure = MeasureUnit['measure'];

/** What a unit measures: then a parameter with this unit is of the type of that name. */
export const measureOf = (unit: Unit): Measure => MEASURE_UNITS[unit].measure;

const SPELLINGS: readonly Spelling[] = [...Object.values<Spelling>(MEASURE_UNITS), ...OTHER_UNITS];

/** What masks leave in the text when it is glued to a number. */
export const GLUED_UNITS: readonly string[] = [...SPELLINGS.flatMap(({ glued }) => glued), ...UNCLEAR_UNITS];

/** What masks take for a unit where it stands apart. */
export const APART_UNITS: readonly string[] = [
  ...GLUED_UNITS,
  ...SPELLINGS.flatMap(({ apart = [] }) => apart),
];

const spellingsOf = ({ glued, apart = [], words = [] }: Spelling) => [...glued, ...apart, ...words];

const BY_SPELLING: ReadonlyMap<string, Unit> = new Map(
  UNITS.flatMap((unit) => spellingsOf(MEASURE_UNITS[unit]).map((spelling) => [spelling, unit] as const)),
);

/**
 * The unit of a duration or a size, of what stands behind a number.
 *
 * @example
 * unitOfSpelling('seconds') // 's'
 */
export const unitOfSpelling = (spelling: string): Unit | undefined => BY_SPELLING.get(spelling);

const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ...UNITS.flatMap((unit) => {
    const { suffix = unit.toLowerCase(), ...spelling }: MeasureUnit = MEASURE_UNITS[unit];
    return spellingsOf(spelling).map((spelled) => [spelled, suffix] as const);
  }),
  ...OTHER_UNITS.flatMap((unit) => spellingsOf(unit).map((spelled) => [spelled, unit.suffix] as const)),
]);

/**
 * What the name of a value ends in that has this behind it, any unit.
 *
 * @example
 * suffixOfSpelling('seconds') // 's'
 * suffixOfSpelling('%') // 'percent'
 */
export const suffixOfSpelling = (spelling: string): string | undefined => SUFFIXES.get(spelling);

/**
 * A value in the base unit of what it measures: milliseconds or bytes.
 *
 * @param quantity.value - A number as the line has it.
 * @param quantity.unit - Of the parameter of its template.
 * @example
 * inBaseUnit({ value: 1.5, unit: 's' }) // 1500 (ms)
 * inBaseUnit({ value: 2, unit: 'KiB' }) // 2048 (bytes)
 * inBaseUnit({ value: 2, unit: 'kB' }) // 2000 (bytes)
 */
export function inBaseUnit({ value, unit }: { readonly value: number; readonly unit: Unit }): number {
  return value * MEASURE_UNITS[unit].in_base;
}

/**
 * The type of a parameter as people read it.
 *
 * @example
 * typeText({ type: 'duration', unit: 'ms' }) // 'duration in ms'
 */
export const typeText = ({ type, unit }: { readonly type: string; readonly unit?: Unit | undefined }) =>
  unit === undefined ? type : `${type} in ${unit}`;
