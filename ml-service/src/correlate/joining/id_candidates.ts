/** Longer than any id: what is longer is a token or a payload, and ids of 10 kB cost what they join. */
const MOST_CHARACTERS = 128;
/** A shorter one, or one with fewer digits, is a word, a code or a count. */
const LEAST_CHARACTERS = 8;
const LEAST_DIGITS = 3;

/** Letters and digits, joined by dashes and underscores: UUIDs, `req-…`, hashes, long numbers. */
const TOKEN = /[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*/g;
const WHOLE_TOKEN = new RegExp(`^${TOKEN.source}$`);
const DIGIT = /\d/g;

/**
 * What in a line may be an id: whether it is one, what it joins tells ({@link joinByIds}).
 *
 * @returns Each once, in the order in which they stand.
 * @example
 * idCandidates('paid order 9b823e5b-3abb-4008-afd7-14cd864c365c in 23 ms') // ['9b823e5b-3abb-4008-afd7-14cd864c365c']
 */
export function idCandidates(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? [];
  return [...new Set(tokens.filter(isCandidate))];
}

/** Whether a value may be an id, all of it. */
export function isIdCandidate(value: string): boolean {
  return isCandidate(value) && WHOLE_TOKEN.test(value);
}

function isCandidate(token: string): boolean {
  if (token.length < LEAST_CHARACTERS || token.length > MOST_CHARACTERS) return false;
  return (token.match(DIGIT)?.length ?? 0) >= LEAST_DIGITS;
}
