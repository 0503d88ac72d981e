const WHOLE = new Intl.NumberFormat('en-US');
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/**
 * A count to its last digit.
 *
 * @example
 * formatCount(126524) // '126,524'
 */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/**
 * A count for a small place.
 *
 * @example
 * formatCompact(126524) // '126.5K'
 */
export function formatCompact(count: number): string {
  return COMPACT.format(count);
}

/**
 * Lines a minute.
 *
 * @example
 * formatRate(11.27) // '11.3/min'
 */
export function formatRate(rate: number): string {
  if (rate > 0 && rate < 0.005) return '<0.01/min';
  return `${rate !== 0 && rate < 10 ? rate.toFixed(rate < 0.1 ? 2 : 1) : COMPACT.format(rate)}/min`;
}

/**
 * A share. What is not all is not rounded up to all, and what is not nothing not down to nothing.
 *
 * @example
 * formatShare(0.9996) // '99.9 %'
 */
export function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = Math.min(99.9, Math.max(0.1, share * 100));
  return `${percent.toFixed(1)} %`;
}

/**
 * A number with its noun.
 *
 * @example
 * countOf(1, 'line') // '1 line'
 */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
