import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { MARK } from '../masked_line.ts';
import { sayDifferentThings } from './merge_guard.ts';
import { isValueColumn } from '../template.ts';

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
/** The most that is ever tolerated. */
const MOST_TEXTS = Math.max(EVENT_WORDS, CONSTANTS, STATES, KEYS);
/** Prose differs in more places than this; which of them belong together nobody asks. */
const MAX_PLACES = 16;
/** What follows `to`, `from` and the like is a thing rather than an action. */
const WORDS_AFTER_PREPOSITION = 2;

const PREPOSITION = /^(to|into|onto|from|by|via|for|at|with|of|on|in|as)$/i;
/** What follows is a name. */
const NAMING = /^(user|username|users|host|hostname|login)[:=]?$/i;
const CONSTANT = /^[^a-z]*[A-Z]{2}[^a-z]*$/;
/** Patterns here look at no more of a text than this. */
const MAX_TEXT = 256;

const lettersOf = (text: string) => text.slice(0, MAX_TEXT).replace(/[^a-zA-Z]+/g, '');
const withoutDigits = (text: string) => text.slice(0, MAX_TEXT).replace(/\d/g, '');
const keyOf = (text: string) => /^([^=]*[A-Za-z_]\d*=)/.exec(text.slice(0, MAX_TEXT))?.[1];
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
  const keys = new Set(texts.map(keyOf));
  if (!keys.has(undefined)) {
    if (keys.size === 1) return 1;
    if (keys.size === texts.length) return KEYS;
  }
  if (before !== undefined && NAMING.test(before)) return 1;
  if (texts.filter(isConstant).length * 2 > texts.length) return CONSTANTS;
  const areStates = () =>
    texts.some((a, index) => texts.slice(index + 1).some((b) => sayDifferentThings(a, b)));
  if (texts.length <= STATES && areStates()) return STATES;
  return before !== undefined && PREPOSITION.test(before) ? WORDS_AFTER_PREPOSITION : EVENT_WORDS;
}

/** A template as far as refinement looks at it. */
interface Refinable {
  readonly columns: readonly TemplateColumn[];
}

const keyOfColumn = (column: TemplateColumn) =>
  typeof column === 'string'
    ? column
    : `${column.prefix}\u0000${column.suffix}${column.many ? '\u0000' : ''}`;

/** A place whose texts tell events apart, as far as it alone is looked at. */
interface PlaceOfEvents {
  readonly place: number;
  /** How many they are. */
  readonly events: number;
  /** Those are events, whatever else varies. */
  readonly are_states: boolean;
}

function eventsAt(templates: readonly Refinable[], place: number): PlaceOfEvents | undefined {
  const columns = new Map<string, TemplateColumn>();
  for (const { columns: all } of templates) {
    const column = all[place]!;
    columns.set(keyOfColumn(column), column);
    if (columns.size > MOST_TEXTS) return undefined;
  }
  if (columns.size < 2) return undefined;
  const texts = [...columns.values()];
  if (!texts.every((column) => typeof column === 'string')) return undefined;
  const before = templates[0]!.columns[place - 1];
  const isBefore =
    typeof before === 'string' && templates.every(({ columns }) => columns[place - 1] === before);
  const tolerated = toleratedTexts(texts, isBefore ? before : undefined);
  if (texts.length > tolerated) return undefined;
  return { place, events: texts.length, are_states: tolerated === STATES };
}

/**
 * Whether two places take their texts regardless of each other, as values do: `LOOKING (n.state), LEADING (my state)`.
 * The steps of a process come in few pairs: `from NEW to READY`, `from READY to DONE`.
 */
function areIndependent(templates: readonly Refinable[], a: PlaceOfEvents, b: PlaceOfEvents): boolean {
  const few = a.events + b.events;
  if (a === b || a.are_states || b.are_states) return false;
  if (a.events < 3 || b.events < 3 || templates.length <= few) return false;
  const pairOf = ({ columns }: Refinable) =>
    `${keyOfColumn(columns[a.place]!)}\u0001${keyOfColumn(columns[b.place]!)}`;
  return new Set(templates.map(pairOf)).size > few;
}

/** Places that hold values, though each of them alone would tell events apart. */
function independentOf(templates: readonly Refinable[], places: readonly PlaceOfEvents[]): PlaceOfEvents[] {
  if (places.length > MAX_PLACES) return [];
  return places.filter((a) => places.some((b) => areIndependent(templates, a, b)));
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
    for (const { place } of independentOf(relatives, places)) values.add(place);
    const [best] = places
      .filter(({ place }) => !values.has(place))
      .sort((a, b) => a.events - b.events || a.place - b.place);
    if (!best) break;
    const own = keyOfColumn(template.columns[best.place]!);
    relatives = relatives.filter(({ columns }) => keyOfColumn(columns[best.place]!) === own);
  }
  return relatives;
}
