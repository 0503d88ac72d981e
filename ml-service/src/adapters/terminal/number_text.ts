const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * @example
 * countText(12345) // '12,345'
 */
export function countText(count: number): string {
  return whole.format(count);
}

/**
 * A number with its noun.
 *
 * @example
 * amountText(1, 'line') // '1 line'
 */
export function amountText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * A share as a percentage; what is above nothing is not shown as nothing.
 *
 * @example
 * shareText(0.0004) // '<0.1 %'
 */
export function shareText(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/**
 * Milliseconds as a person reads them.
 *
 * @example
 * durationText(278) // '278 ms'
 */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 3_600_000) return `${(milliseconds / 60_000).toFixed(0)} min`;
  if (milliseconds < 172_800_000) return `${(milliseconds / 3_600_000).toFixed(1)} h`;
  return `${(milliseconds / 86_400_000).toFixed(0)} days`;
}

/**
 * Bytes in the unit that fits.
 *
 * @example
 * bytesText(1_630_865) // '1.6 MB'
 */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/**
 * From when to when; the day of the end only where it is another one.
 *
 * @example
 * timeRangeText('2026-01-29T08:42:09.000Z', '2026-01-29T08:45:08.000Z') // '2026-01-29 08:42:09 – 08:45:08 UTC'
 */
export function timeRangeText(from: string, to: string): string {
  const [from_day, to_day] = [from.slice(0, 10), to.slice(0, 10)];
  const end = to.slice(11, 19);
  return `${from_day} ${from.slice(11, 19)} – ${from_day === to_day ? '' : `${to_day} `}${end} UTC`;
}
