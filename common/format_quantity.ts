import { DAY_MS, HOUR_MS, MINUTE_MS } from './minutes.ts';
import type { Measure } from './units.ts';

/** Quantities as people read them: the same in the app, on a terminal, in a report and in the reason of an anomaly. */
export interface Quantities {
  /**
   * A count to its last digit.
   *
   * @example
   * formatCount(126524) // '126,524'
   */
  readonly formatCount: (count: number) => string;
  /**
   * A count for a small place.
   *
   * @example
   * formatCompact(126524) // '126.5K'
   */
  readonly formatCompact: (count: number) => string;
  /**
   * Lines a minute. What is not nothing is not rounded down to nothing.
   *
   * @example
   * formatRate(11.27) // '11.3/min'
   */
  readonly formatRate: (rate: number) => string;
  /**
   * How many times as much.
   *
   * @example
   * formatRatio(112.9) // '×113'
   */
  readonly formatRatio: (ratio: number) => string;
  /**
   * A share. What is not all is not rounded up to all, and what is not nothing not down to nothing.
   *
   * @example
   * formatShare(0.9996) // '99.9 %'
   */
  readonly formatShare: (share: number) => string;
  /**
   * How far two meanings lie apart: 0 the same, 1 nothing in common.
   *
   * @example
   * formatDistance(0.4183) // '0.42'
   */
  readonly formatDistance: (distance: number) => string;
  /**
   * A span in its largest fitting unit.
   *
   * @example
   * formatDuration(1530) // '1.5 s'
   * formatDuration(240_000) // '4 min'
   */
  readonly formatDuration: (ms: number) => string;
  /**
   * How long after the start, exact to the millisecond where that can be read.
   *
   * @example
   * formatOffset(12) // '+12 ms'
   * formatOffset(1534) // '+1.534 s'
   * formatOffset(123_400) // '+2 min 3 s'
   */
  readonly formatOffset: (ms: number) => string;
  /**
   * How probable it is that something is chance.
   *
   * @example
   * formatProbability(0.0043) // '0.004'
   * formatProbability(3e-30) // '3e-30'
   */
  readonly formatProbability: (probability: number) => string;
  /**
   * A value of a parameter: a duration of milliseconds, bytes, or a number that is nothing else, to three digits.
   *
   * @example
   * formatValue({ value: 842.3, measure: 'duration' }) // '842 ms'
   * formatValue({ value: 1_630_865, measure: 'bytes' }) // '1.63 MB'
   * formatValue({ value: 12.3456 }) // '12.3'
   */
  readonly formatValue: (quantity: {
    readonly value: number;
    readonly measure?: Measure | undefined;
  }) => string;
}

/** Milliseconds, name, and the step in which the next smaller unit is rounded. */
const UNITS = [
  [DAY_MS, 'd', HOUR_MS],
  [HOUR_MS, 'h', MINUTE_MS],
  [MINUTE_MS, 'min', 1000],
  [1000, 's', 1],
] as const;

/** Decimal multiples, the largest first. */
const BYTE_UNITS = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

/** What is smaller nobody tells from it. */
const LEAST_PROBABILITY = 1e-99;

/** Quantities with the digits of a language; their units are the same in all. */
export function quantitiesIn(locale: string): Quantities {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false });
  const with_digits = [1, 2, 3].map(
    (digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const three_digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const plainValue = (value: number) => (Number.isInteger(value) ? whole : three_digits).format(value);
  const formatDuration: Quantities['formatDuration'] = (ms) => {
    // What rounds to a minute is a minute, not 60 s.
    const [size, unit] = UNITS.find(([limit, , step]) => ms >= limit - step / 2) ?? [1, 'ms'];
    const amount = ms / size;
    const isSmall = amount < 9.95 && unit !== 'ms';
    return `${plain.format(isSmall ? Math.round(amount * 10) / 10 : Number(amount.toFixed(0)))} ${unit}`;
  };
  const fixed = (value: number, digits: 1 | 2 | 3) =>
    with_digits[digits - 1]!.format(Number(value.toFixed(digits)));
  return {
    formatCount: (count) => whole.format(count),
    formatCompact: (count) => compact.format(count),
    formatRate: (rate) => {
      if (rate > 0 && rate < 0.005) return `<${fixed(0.01, 2)}/min`;
      return `${rate !== 0 && rate < 10 ? fixed(rate, rate < 0.1 ? 2 : 1) : compact.format(rate)}/min`;
    },
    formatRatio: (ratio) => `×${ratio < 10 ? fixed(ratio, 1) : whole.format(ratio)}`,
    formatShare: (share) => {
      if (share === 0 || share === 1) return `${share * 100} %`;
      if (share < 0.001) return `<${fixed(0.1, 1)} %`;
      return `${fixed(Math.min(99.9, share * 100), 1)} %`;
    },
    formatDistance: (distance) => fixed(distance, 2),
    formatDuration,
    formatOffset: (ms) => {
      if (ms < 1000) return `+${plain.format(ms)} ms`;
      if (ms < MINUTE_MS) return `+${fixed(ms / 1000, 3)} s`;
      const [unit, name, part, part_name] =
        ms < HOUR_MS
          ? [MINUTE_MS, 'min', 1000, 's']
          : ms < DAY_MS
            ? [HOUR_MS, 'h', MINUTE_MS, 'min']
            : [DAY_MS, 'd', HOUR_MS, 'h'];
      return `+${Math.floor(ms / unit)} ${name} ${Math.floor((ms % unit) / part)} ${part_name}`;
    },
    formatProbability: (probability) => {
      if (probability >= 0.0005) return fixed(probability, 3);
      return probability < LEAST_PROBABILITY ? `<${LEAST_PROBABILITY}` : probability.toExponential(0);
    },
    formatValue: ({ value, measure }) => {
      if (measure === 'duration')
        return value < 10 ? `${three_digits.format(value)} ms` : formatDuration(value);
      if (measure !== 'bytes') return plainValue(value);
      const [size, unit] = BYTE_UNITS.find(([limit]) => value >= limit) ?? [1, 'B'];
      return `${three_digits.format(value / size)} ${unit}`;
    },
  };
}

/** In English: what the service says and writes. */
export const {
  formatCount,
  formatCompact,
  formatRate,
  formatRatio,
  formatShare,
  formatDistance,
  formatDuration,
  formatOffset,
  formatProbability,
  formatValue,
} = quantitiesIn('en-US');

/**
 * A number with its English noun; the app has its plurals in its messages.
 *
 * @example
 * countOf(1, 'line') // '1 line'
 */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/**
 * Bytes in the unit that fits.
 *
 * @example
 * formatBytes(1_630_865) // '1.6 MB'
 */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/**
 * From when to when in UTC; the day of the end only where it is another one.
 *
 * @example
 * formatTimeRange('2026-01-29T08:42:09.000Z', '2026-01-29T08:45:08.000Z') // '2026-01-29 08:42:09 – 08:45:08 UTC'
 */
export function formatTimeRange(from: string, to: string): string {
  const [from_day, to_day] = [from.slice(0, 10), to.slice(0, 10)];
  const end = to.slice(11, 19);
  return `${from_day} ${from.slice(11, 19)} – ${from_day === to_day ? '' : `${to_day} `}${end} UTC`;
}
