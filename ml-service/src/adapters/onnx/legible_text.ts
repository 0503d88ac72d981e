/** As much of a text as the model of severity looks at. */
const LOOKED_AT = 512;
/** Longer ones are keys, hashes and encoded bytes. */
const LONGEST_WORD = 30;
/** What the model learned from was written in English: of other scripts it knows nothing. */
const WORD = new RegExp(String.raw`(?<![\w+/=])[A-Za-z][A-Za-z'_.-]{1,${LONGEST_WORD - 1}}(?![\w+/=])`);

/** Whether there is a word in a text that a model of English messages can read. Placeholders are none. */
export function saysSomething(text: string): boolean {
  return WORD.test(text.slice(0, LOOKED_AT).replace(/<[^<>]*>/g, ' '));
}
