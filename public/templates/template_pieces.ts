/** A piece of a template: text, or the name of a value. */
export interface TemplatePiece {
  readonly text: string;
  readonly isParameter: boolean;
}

/**
 * Cuts a template's text at the names of its parameters. Other text between angle brackets is what the lines hold.
 *
 * @example
 * templatePieces('<b>User <user></b>', ['user'])
 * // [{ text: '<b>User ', … }, { text: 'user', isParameter: true }, { text: '</b>', … }]
 */
export function templatePieces(text: string, names: readonly string[]): TemplatePiece[] {
  const known = new Set(names);
  const pieces: TemplatePiece[] = [];
  let literal = '';
  for (const [at, part] of text.split(/(<[^<>]*>)/).entries()) {
    // What was split at stands at each second place; a bracket that none closes is text.
    if (at % 2 === 1 && known.has(part.slice(1, -1))) {
      if (literal !== '') pieces.push({ text: literal, isParameter: false });
      pieces.push({ text: part.slice(1, -1), isParameter: true });
      literal = '';
    } else {
      literal += part;
    }
  }
  if (literal !== '') pieces.push({ text: literal, isParameter: false });
  return pieces;
}
