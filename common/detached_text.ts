/**
 * The same text in memory of its own. Engines keep a cut of a string as a view of the whole; what is kept of a line must not
 * hold the line.
 */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
