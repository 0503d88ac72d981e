/** The pieces that reasons are made of: short enough for one line of a pager. */

/** A template on one line beside its numbers; the longest of public template sets that matter are shorter. */
const EXCERPT_LENGTH = 140;

/**
 * A template's text on one line, shortened at its end.
 *
 * @example
 * excerptOf('Failed to connect to <target>') // '"Failed to connect to <target>"'
 */
export function excerptOf(text: string): string {
  const characters = Array.from(text.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  const kept =
    characters.length <= EXCERPT_LENGTH ? characters : [...characters.slice(0, EXCERPT_LENGTH - 1), '…'];
  return `"${kept.join('')}"`;
}

/** Lines a minute, e.g. `118.0/min`, `0.03/min`: what is not nothing is not rounded down to nothing. */
export function rateText(rate: number): string {
  if (rate > 0 && rate < 0.005) return '<0.01/min';
  return `${rate.toFixed(rate > 0 && rate < 0.1 ? 2 : 1)}/min`;
}

/** How many times as much, e.g. `×295`, `×5.3`. */
export function ratioText(ratio: number): string {
  return `×${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}`;
}

/** A number with its noun, e.g. `1 line`, `12 lines`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
