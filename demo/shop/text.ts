/** What a service says: the message, and the literal parts of the statement that printed it. */
export interface Text {
  readonly message: string;
  readonly literals: readonly string[];
}

/**
 * Keeps the literal parts of a log statement, so that the true template of every line is known.
 *
 * @example
 * text`Loaded product ${'SKU-4711'} in ${12}ms`
 * // { message: 'Loaded product SKU-4711 in 12ms', literals: ['Loaded product ', ' in ', 'ms'] }
 */
export function text(literals: TemplateStringsArray, ...values: (string | number)[]): Text {
  let message = literals[0]!;
  for (let index = 0; index < values.length; index++) message += `${values[index]!}${literals[index + 1]!}`;
  return { message, literals };
}
