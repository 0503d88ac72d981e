/** So much of a message counts. */
const LONGEST = 512;
/** What varies: placeholders of templates, and formats of several languages. */
const HOLE =
  /<[^<>\s]{1,60}>|%\([A-Za-z0-9_.]+\)[a-z]|%[-+#0-9.]*(?:ll|l|z|h)?[sdiuxXpfgc](?![A-Za-z])|\$?\{[^{}]{0,60}\}/g;
const HOLES = /\*(?:[^A-Za-z*]{0,3}\*)+/g;
const WITH_DIGIT = /[A-Za-z0-9_.:/@+-]+/g;
/** A third of a word being digits, it is a value: `blk_42`, `10.0.0.1:80`; but not `ipv6`. */
const SHARE = 3;
const HUMP = /(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/g;
/** Longer ones are keys, hashes and encoded bytes. */
const WORD = /(?<![\w+/=])[A-Za-z][A-Za-z'_.-]{1,29}(?![\w+/=])/;

/**
 * A message as the model of severity reads it: templates, lines and the formats of source code come out alike, what varies
 * is `*`, and joined words stand apart. It learned from texts that `training/severity/canonical_text.py` made so, word for word.
 *
 * @returns undefined where there is no word that a model of English messages can read.
 * @example
 * severityText('NodeManager 10.0.0.1 lost <count> {}') // 'Node Manager * lost *'
 */
export function severityText(message: string): string | undefined {
  const text = message
    .slice(0, LONGEST)
    .replace(HOLE, '*')
    .replace(WITH_DIGIT, (word) => (isValue(word) ? '*' : word));
  if (!WORD.test(text)) return undefined;
  return text.replace(HUMP, ' ').replace(HOLES, '*').split(/\s+/).filter(Boolean).join(' ');
}

function isValue(word: string): boolean {
  const digits = word.replace(/[^0-9]/g, '').length;
  return digits > 0 && SHARE * digits >= word.length;
}
