/**
 * What a terminal or a reader could take for an instruction: C0 and C1 controls, line separators, and the characters
 * that turn the direction of text (CVE-2021-42574).
 */
const UNSAFE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes text of a log safe to show: a tab becomes a blank, every other control character is spelled out.
 *
 * @example
 * escapeText('\x1b[31mred') // '\\x1b[31mred'
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\t') return ' ';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/**
 * JSON that is safe to print on a terminal. `JSON.stringify` escapes the C0 controls only; 0x9b alone is a command for
 * terminals of eight bits.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
