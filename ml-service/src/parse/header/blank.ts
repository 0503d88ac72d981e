/** Blanks are ASCII only, so that UTF-16 units, UTF-8 bytes and Painless agree on them. */
export const isBlank = (code: number) => code === 32 || (code >= 9 && code <= 13);

/** Where the blank-delimited column that begins at `start` ends. */
export function endOfColumn(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end += 1;
  return end;
}

/** The text without blanks at its end. */
export function trimEndBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The text without blanks at both ends. */
export function trimBlanks(text: string): string {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start += 1;
  return trimEndBlanks(text.slice(start));
}
