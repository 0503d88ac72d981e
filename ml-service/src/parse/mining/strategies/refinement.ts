import type { TemplateColumn } from '../../../../../common/documents/template_document.ts';
import { MARK } from '../../masks/masked_line.ts';
import { areOpposites, sayDifferentThings } from './merge_guard.ts';
import { isValueColumn } from '../../template/template.ts';

/*
 * When templates that are alike are one. Words that differ at one place are either the words of several events (`data
 * storage interrupt`, `data TLB interrupt`) or the values of one parameter (user names). One line cannot tell; how many
 * different words a place has seen can: a place of few words tells events apart, one of many holds a value. IPLoM
 * (Makanju et al. 2009) and Brain (Yu et al. 2023) split batches so; here it is asked anew whenever a template is born.
 */

/** More different words at a place than this are values. Between 2 and 6 accuracy hardly changes, see ADR 0011. */
const EVENT_WORDS = 3;
/** States and constants in capitals name events for longer. */
const CONSTANTS = 8;
/** Opposites and verbs of one form: `Started`, `Stopped`, `Paused`. */
const STATES = 12;
/** Keys say what the value behind them is: `os.name=Linux`, `java.version=17`. */
const KEYS = 24;
/** Prose differs in more places than this; which of them belong together nobody asks. */
const MAX_PLACES = 16;
/** What follows `to`, `from` and the like is a thing rather than an action. */
const WORDS_AFTER_PREPOSITION = 2;

const PREPOSITION = /^(to|into|onto|from|by|via|for|at|with|of|on|in|as)$/i;
/** What follows is a name. */
const NAMING = /^(user|username|users|host|hostname|login)[:=]?$/i;
/** A name in quotes, in lower case: others may be titles, `'Web server'`, `'MasterService'`, that tell events apart. */
const QUOTED_NAME = /^[([]?(["'`])[a-z_][a-z0-9_-]*\1[)\].,:;]*$/;
const CONSTANT = /^[^a-z]*[A-Z]{2}[^a-z]*$/;
/** Patterns here look at no more of a text than this. */
const MAX_TEXT = 256;

/** A unit is part of the value that it is glued to. */
const UNITS_AND_MARKS = new RegExp(`${MARK}[a-zA-Z]+|[^a-zA-Z]+`, 'g');
const lettersOf = (text: string) => text.slice(0, MAX_TEXT).replace(UNITS_AND_MARKS, '');
const withoutDigits = (text: string) => text.slice(0, MAX_TEXT).replace(/\d/g, '');
// Quadratic in the length of what it looks at.
const isConstant = (text: string) => CONSTANT.test(text.slice(0, MAX_TEXT));
const areAlike = (texts: readonly string[], of: (text: string) => string | undefined) => {
  const first = of(texts[0]!);
  return texts.every((text) => of(text) === first);
};

/**
 * How many different texts a place may hold and still tell events apart; beyond it they are values.
 *
 * @param before - The column before the place, if it is the same in all.
 * @example
 * toleratedTexts(['bytes', 'values'], 'as') // 2: two events
 * toleratedTexts(['eth0', 'eth1'], 'link') // 1: values
 */
export function toleratedTexts(texts: readonly string[], before: string | undefined): number {
  if (texts.some(isValueColumn)) return 1;
  if (areAlike(texts, lettersOf) && (texts[0]!.includes(MARK) || /\d/.test(texts[0]!))) return 1;
  if (texts.every((text) => /\d/.test(text)) && areAlike(texts, withoutDigits)) return 1;
  if (before !== undefined && NAMING.test(before)) return 1;
  if (texts.every((text) => QUOTED_NAME.test(text.slice(0, MAX_TEXT)))) return 1;
  if (texts.filter(isConstant).length * 2 > texts.length) return CONSTANTS;
  // Half of them: one pair among many may be names (`shipping`, `billing`).
  const areStates = () =>
    texts.filter((a) => texts.some((b) => sayDifferentThings(a, b))).length * 2 >= texts.length;
  if (texts.length <= STATES && areStates()) return STATES;
  return before !== undefined && PREPOSITION.test(before) ? WORDS_AFTER_PREPOSITION : EVENT_WORDS;
}

/** A template as far as refinement looks at it. */
interface Refinable {
  readonly columns: readonly TemplateColumn[];
}

const textOf = (column: TemplateColumn) =>
  typeof column === 'string'
    ? column
    : `${column.prefix}\u0000${column.suffix}${column.many ? '\u0000' : ''}`;

/** What stands before `=`, whether the value behind it varies or not. */
function keyOf(column: TemplateColumn): string | undefined {
  const text = typeof column === 'string' ? column : column.prefix;
  return /^([^=]*[A-Za-z_]\d*=)/.exec(text.slice(0, MAX_TEXT))?.[1];
}

/** The different texts of all templates at a place, and which of them each has. */
interface Place {
  readonly place: number;
  readonly texts: readonly string[];
  readonly of: readonly number[];
  /** Whether these texts are events whatever else varies. */
  readonly is_certain: boolean;
}

function numberTexts(all: readonly string[]): Pick<Place, 'texts' | 'of'> {
  const numbers = new Map<string, number>();
  const of = all.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { texts: [...numbers.keys()], of };
}

const withoutPadding = (text: string) => (text.endsWith('==') ? text.slice(0, -1) : text);

/** The keys of a place where each column has one; padding behind a word (`YWJj=`) is none. */
function keysAt(columns: readonly TemplateColumn[]): string[] | undefined {
  if (keyOf(columns[0]!) === undefined) return undefined;
  const keys = columns.flatMap((column) => keyOf(column) ?? []);
  const isPadding = () =>
    columns.every((column, index) => typeof column === 'string' && withoutPadding(column) === keys[index]);
  return keys.length < columns.length || isPadding() ? undefined : keys;
}

/** A place that tells events apart, as far as it alone is looked at. */
function eventsAt(templates: readonly Refinable[], place: number): Place | undefined {
  const columns = templates.map(({ columns: all }) => all[place]!);
  const keys = keysAt(columns);
  if (keys) {
    const { texts, of } = numberTexts(keys);
    return texts.length > 1 && texts.length <= KEYS ? { place, texts, of, is_certain: true } : undefined;
  }
  const { texts, of } = numberTexts(columns.map(textOf));
  if (texts.length < 2 || texts.length > STATES) return undefined;
  if (columns.some((column) => typeof column !== 'string')) return undefined;
  const before = templates[0]!.columns[place - 1];
  const isBefore =
    typeof before === 'string' && templates.every(({ columns: all }) => all[place - 1] === before);
  const tolerated = toleratedTexts(texts, isBefore ? before : undefined);
  if (texts.length > tolerated) return undefined;
  const is_certain =
    tolerated === STATES || texts.some((a, at) => texts.slice(at + 1).some((b) => areOpposites(a, b)));
  return { place, texts, of, is_certain };
}

/**
 * Whether two places take the same texts regardless of each other, as values do: `LOOKING (n.state), LEADING (my state)`.
 * The steps of a process come in few pairs, none of which says the same twice: `from NEW to READY`.
 */
function areIndependent(a: Place, b: Place): boolean {
  const few = a.texts.length + b.texts.length;
  if (a === b || a.is_certain || b.is_certain || few < 6 || a.of.length <= few) return false;
  const words = b.texts.map(lettersOf);
  const same = a.texts.map((text) => words.indexOf(lettersOf(text)));
  if (same.filter((at) => at >= 0).length * 2 < Math.max(a.texts.length, b.texts.length)) return false;
  if (!a.of.some((text, template) => same[text] === b.of[template])) return false;
  return new Set(a.of.map((text, template) => text * KEYS + b.of[template]!)).size > few;
}

/** Places that hold values, though each of them alone would tell events apart. */
function independentOf(places: readonly Place[]): readonly Place[] {
  if (places.length > MAX_PLACES) return [];
  return places.filter((a) => places.some((b) => areIndependent(a, b)));
}

/**
 * The templates of a group that are one with a given template, itself included: what is left when the group was split,
 * again and again, at the place where the fewest words tell events apart.
 *
 * @param templates - A group: templates of equally many columns.
 */
export function relativesOf<T extends Refinable>(templates: readonly T[], template: T): T[] {
  let relatives = [...templates];
  const values = new Set<number>();
  while (relatives.length > 1) {
    const places = template.columns.flatMap((_, place) =>
      values.has(place) ? [] : (eventsAt(relatives, place) ?? []),
    );
    for (const { place } of independentOf(places)) values.add(place);
    const [best] = places
      .filter(({ place }) => !values.has(place))
      .sort((a, b) => a.texts.length - b.texts.length);
    if (!best) break;
    const own = best.of[relatives.indexOf(template)];
    relatives = relatives.filter((_, index) => best.of[index] === own);
  }
  return relatives;
}
