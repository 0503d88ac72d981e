import { Level, type LevelRange } from '../../../../common/levels.ts';
import { atOnce, forEachRow, type Steps } from '../../parse/in_slices.ts';
import type { CountReader, Series, TemplateCount, TemplateSeries } from './count_reader.ts';
import { LAST_MINUTE, type MinuteRange } from '../../../../common/minutes.ts';
import { codeOf, lowerBound, MinuteCounts } from './minute_counts.ts';
import { SeriesTable } from './series_table.ts';

/**
 * How many known minutes a history holds by default. The frequency rule looks back 70 minutes and the new-template rule
 * at 180 known ones; more would change no judgement. 10,000 series in each of 180 minutes are 22 MB; a day would be 170.
 */
export const DEFAULT_SPAN_MINUTES = 180;

/** Whole minutes as they are counted now. */
interface Replacement {
  readonly counts: Iterable<TemplateCount>;
  /** Minutes that were counted besides those in `counts`: they held nothing and become unknown. */
  readonly minutes?: Iterable<number>;
  /**
   * Minutes from here on are refused. A caller with a clock gives the minute after now: otherwise lines dated ahead by a
   * wrong clock would push the present out of the history.
   */
  readonly until?: number;
}

/** Lines that were not counted, by reason. */
export interface RefusedLines {
  /** Rows whose minute or count is not a whole number of a sensible size: how many lines they stand for nobody knows. */
  invalid: number;
  /** Older than all minutes that the full history holds. */
  too_old: number;
  /** At or after the minute that the caller gave as `until`. */
  in_future: number;
}

/**
 * Counts a minute × template × service × level, their sums by service × level, and which minutes are known. It is bounded by known minutes, the oldest
 * leave first: a stream that is silent at night keeps its evening. Sums are scatter-adds over typed arrays: 70 minutes ×
 * 10,000 series take about a millisecond, so no running sums are kept that a late document would have to correct.
 *
 * @example
 * const history = new CountHistory();
 * history.replace({ counts: [{ minute: 29922143, template_id: 't1', service: 'checkout', count: 12 }] });
 */
export class CountHistory implements CountReader {
  readonly refused: RefusedLines = { invalid: 0, too_old: 0, in_future: 0 };
  readonly #span_minutes: number;
  readonly #table = new SeriesTable();
  readonly #minutes = new Map<number, MinuteCounts>();
  /** The keys of `#minutes`, ascending. */
  readonly #known: number[] = [];

  constructor({ span_minutes = DEFAULT_SPAN_MINUTES }: { readonly span_minutes?: number } = {}) {
    this.#span_minutes = span_minutes;
  }

  /**
   * Sets the counts of whole minutes: what was counted there before is replaced, so that counting again (late documents,
   * a retry) never doubles. Rows of one minute, template, service and level add up.
   */
  replace(replacement: Replacement): void {
    atOnce(this.replaceInSteps(replacement));
  }

  /** Does the same in steps: a minute is replaced as a whole, in one step, once all rows are read. */
  *replaceInSteps({ counts, minutes = [], until = Infinity }: Replacement): Steps<void> {
    const replacements = new Map<number, Map<number, number>>();
    for (const minute of minutes) if (isMinute(minute) && minute < until) replacements.set(minute, new Map());
    // What happens between two steps must not give the number of a series to another one.
    const held: number[] = [];
    const enter = ({ minute, template_id, service, level, count }: TemplateCount) => {
      if (!isMinute(minute) || !Number.isSafeInteger(count) || count < 0) this.refused.invalid++;
      else if (minute >= until) this.refused.in_future += count;
      else {
        let lines = replacements.get(minute);
        if (lines === undefined) replacements.set(minute, (lines = new Map<number, number>()));
        if (count === 0) return;
        for (const series of seriesOfRow({ template_id, service })) {
          const number = this.#table.numberOf(series);
          const code = codeOf(number, level);
          const before = lines.get(code);
          lines.set(code, (before ?? 0) + count);
          if (before !== undefined) continue;
          this.#table.retain(number);
          held.push(number);
        }
      }
    };
    try {
      yield* forEachRow(counts, enter);
      for (const [minute, lines] of [...replacements].sort(([a], [b]) => a - b)) {
        const counted = lines.size > 0 ? MinuteCounts.of(lines) : undefined;
        yield;
        // The new minute holds its series before the old one lets go, so that the numbers of lasting series stay.
        if (counted) yield* forEachRow(counted.series(), (number) => this.#table.retain(number));
        this.#set(minute, counted);
        yield;
      }
    } finally {
      for (const number of held) this.#table.release(number);
    }
  }

  /**
   * Puts what was counted under ids of templates that became others under those: a series goes on, with the past of both.
   * A minute is a step.
   *
   * @returns The first minute in which something moved; undefined where nothing did.
   */
  *followInSteps(resolve: (template_id: string) => string): Steps<number | undefined> {
    const moves = new Map<number, number>();
    for (const before of [...this.#table.templates()]) {
      const template_id = resolve(before);
      if (template_id === before) continue;
      for (const number of this.#table.ofTemplate(before)) {
        moves.set(number, this.#table.numberOf({ ...this.#table.at(number)!, template_id }));
      }
    }
    if (moves.size === 0) return undefined;
    // What happens between two steps must not give these numbers to other series.
    const held = [...moves].flat();
    for (const number of held) this.#table.retain(number);
    try {
      let first: number | undefined;
      for (const minute of [...this.#known]) {
        const counted = this.#minutes.get(minute);
        if (!counted?.hasAny(moves)) continue;
        this.#set(minute, this.#retained(counted.moved(moves)));
        first ??= minute;
        yield;
      }
      return first;
    } finally {
      for (const number of held) this.#table.release(number);
    }
  }

  /** Whether it holds as many minutes as it can: then there may be older ones that it does not hold. */
  get isFull(): boolean {
    return this.#known.length >= this.#span_minutes;
  }

  isKnown(minute: number): boolean {
    return this.#minutes.has(minute);
  }

  knownMinutes({ from, to }: MinuteRange): readonly number[] {
    return this.#known.slice(lowerBound(this.#known, from), lowerBound(this.#known, to));
  }

  knownMinutesBefore(minute: number, limit: number): readonly number[] {
    const end = lowerBound(this.#known, minute);
    return this.#known.slice(Math.max(0, end - limit), end);
  }

  sumsOf(minutes: readonly number[]): Float64Array {
    const sums = new Float64Array(this.#table.capacity);
    for (const minute of minutes) this.#minutes.get(minute)?.addTo(sums);
    return sums;
  }

  filledOf(minutes: readonly number[]): Uint16Array {
    const filled = new Uint16Array(this.#table.capacity);
    for (const minute of minutes) this.#minutes.get(minute)?.countIn(filled);
    return filled;
  }

  tableOf(numbers: readonly number[], { from, to }: MinuteRange, levels?: LevelRange): Float64Array {
    const width = to - from;
    const table = new Float64Array(numbers.length * width);
    const starts = new Int32Array(this.#table.capacity).fill(-1);
    for (const [row, number] of numbers.entries()) starts[number] = row * width;
    for (const minute of this.knownMinutes({ from, to })) {
      const column = minute - from;
      this.#minutes.get(minute)!.addToRows(table, { starts, column, levels });
    }
    return table;
  }

  seriesAt(number: number): Series | undefined {
    return this.#table.at(number);
  }

  numberOf(series: Series): number | undefined {
    return this.#table.find(series);
  }

  templates(): Iterable<string> {
    return this.#table.templates();
  }

  ofService(service: string): Iterable<number> {
    return this.#table.ofService(service);
  }

  services(): readonly number[] {
    return this.#table.ofTemplate(undefined);
  }

  seriesOf(template_id: string): readonly number[] {
    return this.#table.ofTemplate(template_id);
  }

  countOf(number: number, minute: number): number {
    return this.#minutes.get(minute)?.countOf(number) ?? 0;
  }

  levelOf(numbers: readonly number[], minutes: readonly number[]): Level | undefined {
    const sums = new Float64Array(Level.options.length);
    for (const minute of minutes) {
      for (const number of numbers) this.#minutes.get(minute)?.addLevelsTo(sums, number);
    }
    const most = Math.max(...sums);
    return most === 0 ? undefined : Level.options[sums.lastIndexOf(most)];
  }

  /** The new minutes hold their series before the old ones let go, so that the numbers of lasting series stay. */
  #retained(counted: MinuteCounts): MinuteCounts {
    for (const number of counted.series()) this.#table.retain(number);
    return counted;
  }

  #set(minute: number, counted: MinuteCounts | undefined): void {
    this.#forget(minute);
    if (counted === undefined) return;
    this.#minutes.set(minute, counted);
    this.#known.splice(lowerBound(this.#known, minute), 0, minute);
    if (this.#known.length <= this.#span_minutes) return;
    const oldest = this.#known[0]!;
    if (oldest === minute)
      for (const number of this.services()) this.refused.too_old += counted.countOf(number);
    this.#forget(oldest);
  }

  #forget(minute: number): void {
    const counted = this.#minutes.get(minute);
    if (counted === undefined) return;
    this.#minutes.delete(minute);
    this.#known.splice(lowerBound(this.#known, minute), 1);
    for (const number of counted.series()) this.#table.release(number);
  }
}

/** A service without a name is none. */
function seriesOfRow({ template_id, service }: TemplateSeries): readonly Series[] {
  return service === '' ? [{ template_id, service }] : [{ template_id, service }, { service }];
}

function isMinute(minute: number): boolean {
  return Number.isSafeInteger(minute) && minute >= 0 && minute <= LAST_MINUTE;
}
