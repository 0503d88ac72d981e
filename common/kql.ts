/** Conditions in KQL. */

/**
 * A text as KQL takes it literally.
 *
 * @example
 * quoted('say "hi"') // '"say \\"hi\\""'
 */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The name of a field as KQL takes it literally.
 *
 * @example
 * fieldNamed('log_ai.params.a:b') // 'log_ai.params.a\\:b'
 */
export function fieldNamed(name: string): string {
  return name.replace(/[\\():<>"*{}\s]/g, '\\$&');
}

/**
 * @example
 * isOneOf('log.level', ['ERROR', 'FATAL']) // 'log.level: ("ERROR" or "FATAL")'
 */
export function isOneOf(field: string, values: readonly string[]): string {
  const texts = [...new Set(values)].map(quoted);
  return texts.length === 1 ? `${field}: ${texts[0]!}` : `${field}: (${texts.join(' or ')})`;
}

/** From one number to below another. */
export function isBetween(field: string, from: number, below?: number): string {
  const atLeast = `${field} >= ${from}`;
  return below === undefined ? atLeast : `${atLeast} and ${field} < ${below}`;
}

export const not = (condition: string) => `not (${condition})`;
