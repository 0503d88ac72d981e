import type { TemplateColumn } from '../../../../common/documents/template_document.ts';

/** Pairs of states that mean opposite things: two lines that differ there are two events, not one with a value. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['up', 'down'], ['on', 'off'], ['in', 'out'], ['open', 'close'], ['start', 'stop'], ['begin', 'end'], ['enter', 'exit'],
  ['success', 'failure'], ['succeed', 'fail'], ['ok', 'failed'], ['true', 'false'], ['yes', 'no'], ['online', 'offline'],
  ['healthy', 'unhealthy'], ['valid', 'invalid'], ['alive', 'dead'], ['add', 'remove'], ['create', 'delete'], ['read', 'write'],
  ['send', 'receive'], ['lock', 'unlock'], ['mount', 'unmount'], ['load', 'unload'], ['available', 'unavailable'], ['request', 'response'], ['hit', 'miss'], ['success', 'error'],
]; // prettier-ignore
const OPPOSITE_OF = new Map(
  OPPOSITES.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

/** Endings by which a word is a verb or a state of one: `started`, `stopping`. */
const INFLECTION = /[a-z]{2,}(ed|ing)$/;
/** No word is longer; the patterns here are quadratic in the length of what they look at. */
const MAX_WORD_LENGTH = 64;
const WORD = /^[a-z]+$/i;
const stripPunctuation = (text: string) => text.replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');

/**
 * Whether two texts at one place say different things rather than name different values: opposites (`up`, `down`) or
 * two verbs of one form (`Started`, `Stopped`). Asked by users of Drain3 for years (its issue 109).
 *
 * @example
 * sayDifferentThings('Started', 'Stopped') // true
 * sayDifferentThings('DB:', 'cache:') // false
 */
export function sayDifferentThings(column: TemplateColumn, text: string): boolean {
  if (typeof column !== 'string' || column === text) return false;
  if (column.length > MAX_WORD_LENGTH || text.length > MAX_WORD_LENGTH) return false;
  const a = stripPunctuation(column).toLowerCase();
  const b = stripPunctuation(text).toLowerCase();
  if (a === b || !WORD.test(a) || !WORD.test(b)) return false;
  if (OPPOSITE_OF.get(a) === b) return true;
  const ending = INFLECTION.exec(a)?.[1];
  return ending !== undefined && INFLECTION.exec(b)?.[1] === ending;
}
