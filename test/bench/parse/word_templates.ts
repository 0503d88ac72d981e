import { createRandom } from '../../../demo/shop/random.ts';

/** Prime, so that two templates agree in one word at most: lines through a plane over a finite field meet once. */
const VOCABULARY_SIZE = 599;
const WORDS_PER_LINE = 6;
/** How many templates there can be. */
export const MAX_WORD_TEMPLATES = VOCABULARY_SIZE ** 2;

const CONSONANTS = 'b d f g k l m n p r s t'.split(' ');
const VOWELS = 'a e i o u'.split(' ');
const SYLLABLES = CONSONANTS.flatMap((consonant) => VOWELS.map((vowel) => consonant + vowel));
const VOCABULARY = Array.from(
  { length: VOCABULARY_SIZE },
  (_, index) =>
    SYLLABLES[index % SYLLABLES.length]! +
    SYLLABLES[Math.floor(index / SYLLABLES.length)]! +
    SYLLABLES[(index * 7) % SYLLABLES.length]!,
);

/**
 * The words of a template. Any two templates agree in one of their six words at most, so that no miner has a reason to
 * merge them.
 */
export function wordsOf(template: number): string[] {
  const slope = Math.floor(template / VOCABULARY_SIZE);
  return Array.from(
    { length: WORDS_PER_LINE },
    (_, place) => VOCABULARY[(template + slope * place) % VOCABULARY_SIZE]!,
  );
}

/** How strongly lines prefer templates that came lately: 1 is not at all. */
const RECENCY = 4;
const SEED = 21;

/**
 * Lines that offer so many distinct templates, the first lines of each spread evenly over the stream. The others are of
 * templates offered before, the newer the more often, and now and then of one that was not seen for long.
 */
export function* wordTemplateLines(options: { lines: number; templates: number }): Generator<string> {
  const { lines, templates } = options;
  const random = createRandom([SEED]);
  let offered = 0;
  for (let line = 0; line < lines; line += 1) {
    const is_new = offered < Math.ceil(((line + 1) * templates) / lines);
    if (is_new) offered += 1;
    const age = is_new ? 0 : Math.floor(offered * random.fraction() ** RECENCY);
    yield `${wordsOf(offered - 1 - age).join(' ')} ${random.integer(0, 99_999)}`;
  }
}
