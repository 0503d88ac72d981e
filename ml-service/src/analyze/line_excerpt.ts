/** A cut may fall between the two units of a character beyond the basic plane. */
const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

/**
 * The same text in memory of its own. Engines keep a cut of a string as a view of the whole; what an analysis keeps of a
 * line must not hold the line.
 */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/**
 * A line as a report shows it: at most `max_length` characters, in memory of its own.
 *
 * @example
 * excerptOfLine('abcdef', 4) // 'abc…'
 */
export function excerptOfLine(line: string, max_length: number): string {
  if (line.length <= max_length) return detached(line);
  return detached(`${line.slice(0, max_length - 1).replace(HALF_CHARACTER, '')}…`);
}
