/**
 * What is embedded of a template's text: its words. How its values are called is left out, so that a parameter that gets
 * another name changes nothing.
 *
 * @example
 * meaningText('Failed to connect to <target> after <timeout_ms>ms') // 'Failed to connect to <*> after <*>ms'
 */
export function meaningText(text: string): string {
  return text.replace(/<[a-z][a-z0-9_]*>/g, '<*>');
}
