import type { Parameters } from '../../../common/documents/log_document.ts';
import type { TemplateParameter } from '../../../common/documents/template_document.ts';
import { Level } from '../../../common/levels.ts';
import { minuteOf } from '../../../common/minutes.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import type { LearnedTemplate } from '../parse/line_parser.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';
import { MinuteRows } from './minute_rows.ts';
import { excerptOfLine } from './kept_lines.ts';
import { ParameterTally, type ValueBudget } from './parameter_tally.ts';
import type { ValueBook, ValuePlace } from './value_samples.ts';
import type { ParameterValues } from '../detect/detector.ts';

/** What is kept of a template's lines. */
export const TEMPLATE_LIMITS = {
  /** Line numbers to look at. */
  samples: 3,
  /** Characters of the first line; a longer one is cut. */
  first_line_length: 2000,
  /** Names in a list; beyond it nobody reads on. */
  services: 50,
};

/** The series of one service: rows by the index of the level, the last place for lines without one. */
export type LevelRows = (MinuteRows | undefined)[];

/** One line as it is counted. */
export interface CountedLine {
  readonly raw: RawEvent;
  readonly event: ParsedEvent;
  /** Milliseconds since the epoch; that of the line above where it has none. */
  readonly timestamp: number | undefined;
  readonly service: string;
  /** Over all inputs, from 0. */
  readonly line: number;
}

/** What the lines of one template had in common, as far as a report tells it. */
export class TemplateTally {
  /** As it stands now: the parser goes on changing it. */
  readonly template: LearnedTemplate;
  count = 0;
  first_seen = Infinity;
  last_seen = -Infinity;
  readonly first_line: string;
  /** The first line as an event: it is matched anew when the template gets more parameters. */
  readonly first: RawEvent | undefined;
  readonly lines: number[] = [];
  readonly services = new Set<string>();
  readonly levels = new Map<Level, number>();
  readonly series = new Map<string, LevelRows>();
  #parameters: readonly TemplateParameter[] = [];
  #tallies: ParameterTally[] = [];
  readonly #budget: ValueBudget;
  readonly #book: ValueBook | undefined;

  constructor({
    template,
    raw,
    budget,
    book,
  }: {
    readonly template: LearnedTemplate;
    readonly raw: RawEvent;
    readonly budget: ValueBudget;
    /** Where values are judged: those that are kept. */
    readonly book?: ValueBook | undefined;
  }) {
    this.template = template;
    this.#budget = budget;
    this.#book = book;
    this.first_line = excerptOfLine(raw.message, TEMPLATE_LIMITS.first_line_length);
    this.first = raw.message.length <= TEMPLATE_LIMITS.first_line_length ? raw : undefined;
  }

  add({ event, timestamp, service, line }: CountedLine): void {
    this.count += 1;
    if (this.lines.length < TEMPLATE_LIMITS.samples) this.lines.push(line);
    if (this.services.size < TEMPLATE_LIMITS.services) this.services.add(service);
    const { level } = event;
    if (level !== undefined) this.levels.set(level, (this.levels.get(level) ?? 0) + 1);
    if (timestamp === undefined) return;
    this.first_seen = Math.min(this.first_seen, timestamp);
    this.last_seen = Math.max(this.last_seen, timestamp);
    this.#rowsOf(service, level).add(minuteOf(timestamp), line);
  }

  /**
   * Takes up the values of a line.
   *
   * @param parse - Reads a line anew by the template as it stands. What has just become a parameter was text before, and
   * the first line tells which.
   * @param place - Where the line stands; absent where it has no time.
   */
  addValues(values: Parameters, parse: (raw: RawEvent) => ParsedEvent, place?: ValuePlace): void {
    if (this.#parameters !== this.template.parameters && this.#reshape() && this.first !== undefined) {
      const first = parse(this.first);
      if (first.template_id === this.template.id) this.#add(first.parameters ?? {});
    }
    this.#add(values, place);
  }

  #add(values: Parameters, place?: ValuePlace): void {
    for (const [index, { name }] of this.#parameters.entries()) {
      const value = values[name];
      if (value !== undefined) this.#tallies[index]!.add(value, place);
    }
  }

  /**
   * As many parameters as before are the same ones under other names, else those of the same name stay.
   *
   * @returns Whether their number has changed.
   */
  #reshape(): boolean {
    const { parameters } = this.template;
    const same_number = parameters.length === this.#parameters.length;
    const before = new Map(this.#parameters.map(({ name }, index) => [name, this.#tallies[index]!]));
    this.#tallies = parameters.map(({ name }, index) => {
      const kept = same_number ? this.#tallies[index] : before.get(name);
      return kept ?? new ParameterTally(this.#budget, this.#book?.open());
    });
    this.#parameters = parameters;
    return !same_number;
  }

  /** Takes up the lines of a template that was merged into this one. */
  merge(other: TemplateTally): void {
    this.count += other.count;
    this.first_seen = Math.min(this.first_seen, other.first_seen);
    this.last_seen = Math.max(this.last_seen, other.last_seen);
    this.lines.push(...other.lines);
    this.lines.sort((a, b) => a - b).splice(TEMPLATE_LIMITS.samples);
    for (const service of other.services) this.services.add(service);
    for (const [level, count] of other.levels) this.levels.set(level, (this.levels.get(level) ?? 0) + count);
    for (const [service, levels] of other.series) this.#mergeSeries(service, levels);
    const positions = new Map(this.#parameters.map(({ name }, index) => [name, index]));
    const same_number = other.#parameters.length === this.#parameters.length;
    other.#parameters.forEach(({ name }, index) => {
      const position = same_number ? index : positions.get(name);
      if (position !== undefined) this.#tallies[position]!.merge(other.#tallies[index]!);
    });
  }

  /** The values of its parameters, a minute each. */
  *valuesByMinute(id: string): Generator<readonly [minute: number, values: ParameterValues]> {
    for (const [index, parameter] of this.#parameters.entries())
      yield* this.#tallies[index]!.samples?.byMinute(id, parameter) ?? [];
  }

  /** A summary of each parameter, in the order in which they stand in the template. */
  parameterSummaries() {
    return this.#parameters.map((parameter, index) => this.#tallies[index]!.summary(parameter));
  }

  /** The level of most lines. */
  mainLevel(): Level | undefined {
    const [most] = [...this.levels].sort((a, b) => b[1] - a[1]);
    return most?.[0];
  }

  #rowsOf(service: string, level: Level | undefined): MinuteRows {
    let levels = this.series.get(service);
    if (levels === undefined) this.series.set(service, (levels = []));
    return (levels[indexOfLevel(level)] ??= new MinuteRows());
  }

  #mergeSeries(service: string, levels: LevelRows): void {
    levels.forEach((rows, index) => {
      if (rows !== undefined) this.#rowsOf(service, Level.options[index]).merge(rows);
    });
  }
}

function indexOfLevel(level: Level | undefined): number {
  return level === undefined ? Level.options.length : Level.options.indexOf(level);
}
