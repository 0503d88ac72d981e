/** A condition in KQL, of texts that need no escape. */

/**
 * @example
 * isOneOf('log.level', ['ERROR', 'FATAL']) // 'log.level: ("ERROR" or "FATAL")'
 */
export function isOneOf(field: string, values: readonly string[]): string {
  const texts = values.map((value) => `"${value}"`);
  return texts.length === 1 ? `${field}: ${texts[0]!}` : `${field}: (${texts.join(' or ')})`;
}

/** From one number to below another. */
export function isBetween(field: string, from: number, below?: number): string {
  const atLeast = `${field} >= ${from}`;
  return below === undefined ? atLeast : `${atLeast} and ${field} < ${below}`;
}

export const not = (condition: string) => `not (${condition})`;
