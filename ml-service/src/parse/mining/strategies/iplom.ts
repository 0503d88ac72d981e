import { columnText, isValueColumn, joinTemplates } from '../../template/template.ts';
import { sayDifferentThings } from './merge_guard.ts';
import type { BatchStrategy, Minable, Union } from '../mining_strategy.ts';

/** The thresholds of the paper's evaluation. */
const THRESHOLDS = {
  /** Share of the places of words that have one word, from which on a partition is one template. */
  cluster_goodness: 0.35,
  /**
   * Different words for each line, up to which the many words that come with one tell events apart. The paper's upper bound
   * is for words that come with many on both sides, which masks have mostly made values.
   */
  lower_bound: 0.25,
};

/** What stands at the places of one template. */
interface Row<T> {
  readonly template: T;
  readonly texts: readonly string[];
}

/** Templates that may be one, of equally many columns. */
type Partition<T> = readonly Row<T>[];

function groupBy<T>(rows: Partition<T>, keyOf: (row: Row<T>) => string): Partition<T>[] {
  const groups = new Map<string, Row<T>[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** A place, and how many different texts it has. */
interface Place {
  readonly place: number;
  readonly cardinality: number;
}

function placesOf<T>(rows: Partition<T>): Place[] {
  return rows[0]!.texts.map((_, place) => ({
    place,
    cardinality: new Set(rows.map(({ texts }) => texts[place])).size,
  }));
}

/** Which columns are values: the same in all rows of a partition. */
const shapeOf = (texts: readonly string[]) =>
  texts.map((text) => (isValueColumn(text) ? 'value' : 'word')).join(' ');

/** Places that could tell events apart. */
const wordPlaces = <T>(rows: Partition<T>) =>
  placesOf(rows).filter(({ place }) => !isValueColumn(rows[0]!.texts[place]!));

/** Step 2: the place with the fewest words, if it has more than one, tells events apart. */
function splitByPosition<T>(rows: Partition<T>): Partition<T>[] {
  const [fewest] = wordPlaces(rows).sort((a, b) => a.cardinality - b.cardinality || a.place - b.place);
  return !fewest || fewest.cardinality === 1 ? [rows] : groupBy(rows, ({ texts }) => texts[fewest.place]!);
}

/** The two places whose words are compared: those that share the commonest number of different words. */
function placesToCompare<T>(rows: Partition<T>): [number, number] | undefined {
  const words = wordPlaces(rows);
  if (words.length === 2) return [words[0]!.place, words[1]!.place];
  const constants = words.filter(({ cardinality }) => cardinality === 1);
  if (constants.length / words.length >= THRESHOLDS.cluster_goodness) return undefined;
  const varying = words.filter(({ cardinality }) => cardinality > 1);
  const frequencyOf = ({ cardinality }: Place) =>
    varying.filter((other) => other.cardinality === cardinality).length;
  const [first, second] = varying.sort(
    (a, b) => frequencyOf(b) - frequencyOf(a) || a.cardinality - b.cardinality || a.place - b.place,
  );
  return first && second && [first.place, second.place];
}

/** The words at another place that a word comes with, and its lines. */
interface Partners {
  readonly words: Set<string>;
  lines: number;
}

function partnersOf<T extends Minable>(rows: Partition<T>, from: number, to: number): Map<string, Partners> {
  const partners = new Map<string, Partners>();
  for (const { template, texts } of rows) {
    const word = texts[from]!;
    let known = partners.get(word);
    if (!known) partners.set(word, (known = { words: new Set(), lines: 0 }));
    known.words.add(texts[to]!);
    known.lines += template.line_count;
  }
  return partners;
}

/** The words whose partners come with them only. */
function ownersAmong(
  partners: ReadonlyMap<string, Partners>,
  others: ReadonlyMap<string, Partners>,
): ReadonlySet<string> {
  const isOwned = (word: string) => others.get(word)!.words.size === 1;
  const owners = [...partners].filter(([, { words }]) => [...words].every(isOwned));
  return new Set(owners.map(([word]) => word));
}

/** Whether the words that one word comes with tell events apart, rather than are values. */
const areEvents = ({ words, lines }: Partners) => words.size / lines <= THRESHOLDS.lower_bound;

/**
 * Step 3: words at two places that come only with each other belong to one event. Where one word comes with many, they are
 * events if they are few for their lines; where many come with many, nothing is told apart.
 */
function splitByBijection<T extends Minable>(rows: Partition<T>): Partition<T>[] {
  const places = placesToCompare(rows);
  if (!places) return [rows];
  const [left, right] = places;
  const ofLeft = partnersOf(rows, left, right);
  const ofRight = partnersOf(rows, right, left);
  const isLeftOwner = ownersAmong(ofLeft, ofRight);
  const isRightOwner = ownersAmong(ofRight, ofLeft);
  return groupBy(rows, ({ texts }) => {
    const [a, b] = [texts[left]!, texts[right]!];
    const ownsB = isLeftOwner.has(a);
    const ownsA = isRightOwner.has(b);
    const isPair = ownsA && ownsB;
    const isEvent = isPair || (ownsB && areEvents(ofLeft.get(a)!)) || (ownsA && areEvents(ofRight.get(b)!));
    return JSON.stringify(isEvent ? [a, b] : [ownsB ? a : null, ownsA ? b : null]);
  });
}

/** Places of more words hold values, whatever these say. */
const MAX_STATES = 12;

/** What the paper has not: `started` and `stopped` at one place are two events, see merge_guard.ts. */
function splitByStates<T>(rows: Partition<T>): Partition<T>[] {
  const hasStates = ({ place, cardinality }: Place) => {
    if (cardinality < 2 || cardinality > MAX_STATES) return false;
    const texts = [...new Set(rows.map((row) => row.texts[place]!))];
    return texts.some((a, index) => texts.slice(index + 1).some((b) => sayDifferentThings(a, b)));
  };
  const states = wordPlaces(rows).find(hasStates);
  return states ? groupBy(rows, ({ texts }) => texts[states.place]!).flatMap(splitByStates) : [rows];
}

/**
 * IPLoM (Makanju, Zincir-Heywood and Milios, "Clustering Event Logs Using Iterative Partitioning", KDD 2009): all lines are
 * split by their number of columns, by the place with the fewest words, and by which words come together; each part is a
 * template. As lines are masked, those of one number of columns are also split by which of them are values, and only the
 * others tell events apart.
 */
export class IplomStrategy<T extends Minable> implements BatchStrategy<T> {
  readonly kind = 'batch';

  *unionsOf(templates: readonly T[]): Iterable<Union<T>> {
    const rows = templates.map((template) => ({ template, texts: template.columns.map(columnText) }));
    const parts = groupBy(rows, ({ texts }) => shapeOf(texts))
      .flatMap(splitByPosition)
      .flatMap(splitByBijection)
      .flatMap(splitByStates);
    for (const part of parts) {
      if (part.length === 1) continue;
      const members = part.map(({ template }) => template);
      yield { templates: members, columns: joinTemplates(members) };
    }
  }
}
