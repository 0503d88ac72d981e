import type { ErrorShareConfig } from '../../settings/detectors.ts';
import type { Departure } from '../spells/spell.ts';
import { surpriseOf } from '../spells/surprise.ts';

/** How many minutes are looked at together. */
const WINDOWS = [5, 10] as const;
/** The longest of them. */
export const LONGEST_WINDOW = 10;
/** Of a window at least so much must be known. */
const KNOWN_SHARE = 0.6;
/** Of the minutes of a window so many must show it by themselves. */
const PERSISTENT_SHARE = 0.6;
/** A minute shows it where its odds are so many times those of the past, and its share so much of the least difference above it. */
const CLEARLY_MORE = 2;
const CLEARLY_SHARE = 0.5;
/** What is that many times the median and so many lines more is left out of the past. */
const FAR = 3;
const FAR_LINES = 5;
/** So many minutes in a row make the shortest window abnormal. */
const LASTING_MINUTES = WINDOWS[0] * PERSISTENT_SHARE;
/** How far a forecast is off even where everything is known: variance / mean². */
const FORECAST_ERROR = 0.01;
/** How much they vary from minute to minute where little is known, beyond pure chance, as if seen in so many minutes. */
const ASSUMED_DISPERSION = { value: 0.3, minutes: 20 };

/** What one share is judged by. */
export type ShareSettings = Omit<ErrorShareConfig, 'min_errors'> & {
  /** Lines of the share in the window. */
  readonly min_matching: number;
};

/** Lines of a service in each minute, and those of them that match: that have the levels of the share. */
export interface ServiceMinutes {
  readonly linesIn: (minute: number) => number;
  readonly matchingIn: (minute: number) => number;
}

/** How many of the lines of a service match, as a rule. */
export interface UsualShare {
  readonly share: number;
  /** Lines that this was read from: of few it is less sure. */
  readonly matching: number;
  /** Variance / mean² of those of a minute, beyond pure chance. */
  readonly dispersion: number;
}

/**
 * The share in some minutes, without those far above their median: what was abnormal does not become normal, until it
 * takes up half of them.
 *
 * @returns Undefined where fewer than `least` of them have lines.
 */
export function usualShare(
  minutes: readonly number[],
  { linesIn, matchingIn }: ServiceMinutes,
  least: number,
): UsualShare | undefined {
  const written = minutes.filter((minute) => linesIn(minute) > 0);
  if (written.length < least) return undefined;
  const shares = written.map((minute) => matchingIn(minute) / linesIn(minute)).sort((a, b) => a - b);
  const median = shares[Math.floor(shares.length / 2)]!;
  const isFar = written.map((minute) => matchingIn(minute) > FAR * median * linesIn(minute) + FAR_LINES);
  const kept = written.filter((_, at) => !isLasting(isFar, at));
  const lines = sumOf(kept, linesIn);
  const matching = sumOf(kept, matchingIn);
  const share = (matching + 0.5) / (lines + 1);
  return { share, matching, dispersion: dispersionOf(kept, { linesIn, matchingIn }, share) };
}

/** Whether one of these lies in a row of so many that they would be told: bursts of a minute are no outage, but what is usual. */
function isLasting(isFar: readonly boolean[], at: number): boolean {
  if (!isFar[at]) return false;
  let from = at;
  while (isFar[from - 1]) from--;
  let to = at + 1;
  while (isFar[to]) to++;
  return to - from >= LASTING_MINUTES;
}

function dispersionOf(
  minutes: readonly number[],
  { linesIn, matchingIn }: ServiceMinutes,
  share: number,
): number {
  const mean = (share * sumOf(minutes, linesIn)) / minutes.length;
  const prior = Math.max(1, mean * mean) * ASSUMED_DISPERSION.minutes;
  let excess = prior * ASSUMED_DISPERSION.value;
  let weight = prior;
  for (const minute of minutes) {
    const expected = share * linesIn(minute);
    excess += (matchingIn(minute) - expected) ** 2 - expected;
    weight += expected * expected;
  }
  return Math.max(0, excess / weight);
}

/** The most surprising of the windows that end with a minute and hold clearly more than is usual, if any. */
export function departureOf(options: {
  /** The known ones, ascending. */
  readonly minutes: readonly number[];
  readonly minute: number;
  readonly seen: ServiceMinutes;
  readonly usual: UsualShare;
  readonly least_surprise: number;
  readonly config: ShareSettings;
}): Departure | undefined {
  const { minutes, minute, seen, usual, least_surprise, config } = options;
  let farthest: Departure | undefined;
  for (const length of WINDOWS) {
    const window = minutes.filter((one) => one > minute - length);
    const lines = sumOf(window, seen.linesIn);
    const matching = sumOf(window, seen.matchingIn);
    if (window.length < KNOWN_SHARE * length || matching < config.min_matching) continue;
    const actual = matching / lines;
    if (!isMore(actual, usual, { ratio: config.ratio, difference: config.min_difference })) continue;
    const expected = usual.share * lines;
    const dispersion = usual.dispersion / window.length + FORECAST_ERROR + 1 / (1 + usual.matching);
    const surprise = surpriseOf({ lines: matching, expected, dispersion });
    if (surprise < least_surprise || surprise <= (farthest?.surprise ?? 0)) continue;
    const shown = window.filter((one) => showsIt(one, { seen, usual, config }));
    if (shown.length < PERSISTENT_SHARE * window.length) continue;
    farthest = {
      type: 'frequency',
      surprise,
      typical: usual.share,
      actual,
      window_minutes: window.length,
      start: firstOf(shown[0]!, { minutes, seen, usual, config }),
      last: shown.at(-1)!,
    };
  }
  return farthest;
}

/** The first of the minutes in a row that show it up to one: there may be more than a window of them where too little was known. */
function firstOf(
  start: number,
  {
    minutes,
    ...how
  }: { minutes: readonly number[]; seen: ServiceMinutes; usual: UsualShare; config: ShareSettings },
): number {
  const before = minutes.filter((minute) => minute < start);
  const last = before.findLastIndex((minute) => !showsIt(minute, how));
  return before[last + 1] ?? start;
}

/** Whether a minute by itself has clearly more than is usual. */
export function showsIt(
  minute: number,
  {
    seen: { linesIn, matchingIn },
    usual,
    config,
  }: { readonly seen: ServiceMinutes; readonly usual: UsualShare; readonly config: ShareSettings },
): boolean {
  const lines = linesIn(minute);
  return (
    lines > 0 &&
    isMore(matchingIn(minute) / lines, usual, {
      ratio: CLEARLY_MORE,
      difference: CLEARLY_SHARE * config.min_difference,
    })
  );
}

/** By odds, so that from 40 to 85 % is as far as from 2 to 15. */
function isMore(
  share: number,
  usual: UsualShare,
  { ratio, difference }: { ratio: number; difference: number },
): boolean {
  return share - usual.share >= difference && oddsOf(share) > ratio * oddsOf(usual.share);
}

function oddsOf(share: number): number {
  return share / (1 - share);
}

/** Over some minutes together. */
export function sumOf(minutes: readonly number[], amountIn: (minute: number) => number): number {
  return minutes.reduce((sum, minute) => sum + amountIn(minute), 0);
}
