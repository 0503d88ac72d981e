/** A template on one line beside its numbers; the longest of public template sets that matter are shorter. */
const EXCERPT_LENGTH = 140;

/**
 * A template's text on one line, shortened at its end.
 *
 * @example
 * excerptOf('Failed to\nconnect to <target>') // 'Failed to connect to <target>'
 */
export function excerptOf(text: string, length = EXCERPT_LENGTH): string {
  const characters = Array.from(text.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  const kept = characters.length <= length ? characters : [...characters.slice(0, length - 1), '…'];
  return kept.join('');
}
