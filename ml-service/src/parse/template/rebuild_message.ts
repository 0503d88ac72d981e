import type { Parameters } from '../../../../common/documents/log_document.ts';
import type { Slot } from './template.ts';

/**
 * The parameter that a line has beside those of its template where its blanks are not those of the template's text. No
 * parameter of a template has a name that begins so.
 */
export const BLANKS_PARAMETER = '_blanks';

/** The name of a parameter as it stands in the text of a template. */
const NAMED_SLOT = /<([a-z][a-z0-9_]*)>/g;
/** Each run of blanks; at the start of a message, where there mostly is none, that as well. */
const BLANKS = /[\t-\r ]+/g;
const BLANKS_FROM_START = /^[\t-\r ]*|[\t-\r ]+/g;
const SEPARATOR = '|';

/** What in a text reads like the name of a parameter. */
export function namesWithin(text: string): string[] {
  return Array.from(text.matchAll(NAMED_SLOT), ([, name]) => name!);
}

/**
 * The text of a template cut at its parameters: always one more piece than names that are not null. The text holds the name
 * of a parameter nowhere else, see `nameParameters`.
 *
 * @param template.names - In order; null where the value is part of the text.
 */
export function piecesOf(template: {
  readonly text: string;
  readonly names: readonly (string | null)[];
}): string[] {
  const { text, names } = template;
  const pieces: string[] = [];
  let at = 0;
  for (const name of names) {
    if (name === null) continue;
    const end = text.indexOf(`<${name}>`, at);
    pieces.push(text.slice(at, end));
    at = end + name.length + 2;
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** A message, its values, and the template that it is labelled with. */
interface LabelledLine {
  readonly message: string;
  readonly slots: readonly Slot[];
  /** See {@link piecesOf}. */
  readonly pieces: readonly string[];
  readonly names: readonly (string | null)[];
}

const blanksIn = (pieces: readonly string[]) =>
  pieces.flatMap((piece, index) => piece.match(index === 0 ? BLANKS_FROM_START : BLANKS) ?? []);

/**
 * The blanks of a line where they are not those of its template: each run of them outside of values, with a bar between
 * runs, as far as they differ. Undefined for nearly every line. The Painless twin is `blanksOf` in assets/pipelines.
 *
 * @example
 * blanksOf({ message: 'a  b c', pieces: ['a b c'], slots: [], names: [] }) // '|  '
 */
export function blanksOf(line: LabelledLine): string | undefined {
  const { message, pieces, slots, names } = line;
  let at = 0;
  let next = 0;
  for (let index = 0; index < slots.length; index += 1) {
    if (names[index] === null) continue;
    const piece = pieces[next]!;
    const { start, end } = slots[index]!;
    if (start - at !== piece.length || !message.startsWith(piece, at)) return otherBlanks(line);
    at = end;
    next += 1;
  }
  const last = pieces[next]!;
  const isAlike = message.length - at === last.length && message.startsWith(last, at);
  return isAlike ? undefined : otherBlanks(line);
}

function otherBlanks({ message, pieces, slots, names }: LabelledLine): string {
  const named = slots.filter((_, index) => names[index] !== null);
  const own = [...named, undefined].map((slot, index) =>
    message.slice(named[index - 1]?.end ?? 0, slot?.start),
  );
  const blanks = blanksIn(own);
  const usual = blanksIn(pieces);
  let count = blanks.length;
  while (count > 0 && blanks[count - 1] === usual[count - 1]) count -= 1;
  return blanks.slice(0, count).join(SEPARATOR);
}

/**
 * The message of a line, byte for byte, from what its record says: the line behind its header, without the blanks at its
 * end; of an event of several lines the first. It is not looked at what the template is by now.
 *
 * A user may split a template by a value that itself reads like another of its parameters, such as `<user>`; such a text
 * cannot be told from the parameter.
 *
 * @param record.text - The text of the template that the line was labelled with.
 * @param record.parameters - The parameters of the line.
 * @example
 * rebuildMessage({ text: 'retry <retry_attempt>/<retry_max>', parameters: { retry_attempt: 3, retry_max: 5 } })
 * // 'retry 3/5'
 */
export function rebuildMessage(record: {
  readonly text: string;
  readonly parameters?: Parameters | undefined;
}): string {
  const { text, parameters = {} } = record;
  const names = namesWithin(text).filter((name) => Object.hasOwn(parameters, name));
  const blanks = parameters[BLANKS_PARAMETER];
  const pieces = piecesOf({ text, names });
  const own = blanks === undefined ? pieces : withBlanks(pieces, String(blanks).split(SEPARATOR));
  return own
    .map((piece, index) => (index === 0 ? piece : `${parameters[names[index - 1]!]}${piece}`))
    .join('');
}

function withBlanks(pieces: readonly string[], blanks: readonly string[]): string[] {
  let next = 0;
  return pieces.map((piece, index) =>
    piece.replace(index === 0 ? BLANKS_FROM_START : BLANKS, (usual) => blanks[next++] ?? usual),
  );
}
