import type { EditJournal } from '../../../common/documents/edit.ts';
import type { SeverityVerdict } from '../../../common/severity_rule.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import {
  type CompiledMatcher,
  compileMatcher,
  describeLine,
  describeUnmatched,
} from './matcher/compiled_matcher.ts';
import { LiveLabels } from './edits/live_labels.ts';
import { LogYears } from './header/log_years.ts';
import { DateOrders, type TimeContext } from './header/timestamp.ts';
import { compileReader, LineReader, type ReaderTables, type ReadLine } from './reader/line_reader.ts';
import { MessageMiner } from './mining/message_miner.ts';
import { atOnce, isStepEnd, type Steps } from './in_slices.ts';
import type { ParsedEvent } from './parsed_event.ts';
import type { ParseConfig } from '../settings/parse.ts';
import {
  type FoundLine,
  type LearnedTemplate,
  type Merge,
  type MinedLine,
  type StoredTemplate,
  TemplateMiner,
} from './mining/template_miner.ts';

export type { LearnedTemplate } from './mining/template_miner.ts';

/** A template as it was learned before a restart. */
export type RestorableTemplate = StoredTemplate & {
  readonly merged_into?: string | undefined;
  readonly is_evicted?: boolean;
};

/** An event, and what it taught. */
export interface LearnedEvent {
  readonly event: ParsedEvent;
  readonly mined?: MinedLine;
}

/**
 * Header, masks, templates and parameters of lines, learning online. The one parser of every mode.
 *
 * @example
 * const parser = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: Date.parse('2024-01-15') });
 * const { event } = parser.learn({ message: '2024-01-15 14:23:45 ERROR ServiceA [req-1] Failed to connect to DB' });
 * parser.parse({ message: '2024-01-15 14:23:46 ERROR ServiceA [req-2] Failed to connect to DB' }).template_id === event.template_id;
 */
export class LineParser {
  readonly config: ParseConfig;
  private readonly reader: LineReader;
  private readonly miner: TemplateMiner;
  private readonly messages: MessageMiner;
  private readonly labels: LiveLabels;
  /** How times are read of lines that come from nowhere in particular. */
  private readonly time: TimeContext;
  /** … of the log that is read, line after line … */
  private log_time: TimeContext;
  /** … and of any of its lines, by itself. */
  private line_time: TimeContext;
  /** What the lines of each log say about its times. */
  private readonly logs = new Map<string, { readonly dates: DateOrders; readonly years: LogYears }>();
  /** Names of zones that were met and have more than one meaning. */
  readonly ambiguous_zones = new Set<string>();

  /**
   * @param options.reference - Milliseconds since the epoch: times without a year or date are placed before it.
   */
  constructor(options: { config: ParseConfig; reference: number; reader?: ReaderTables }) {
    this.config = options.config;
    const { time_zone, zones } = options.config;
    const { ambiguous_zones } = this;
    this.time = { time_zone, zones, ambiguous_zones, reference: options.reference, dates: new DateOrders() };
    this.log_time = this.time;
    this.line_time = this.time;
    const { status_levels } = options.config;
    this.reader = new LineReader(options.reader ?? compileReader(), { status_levels });
    this.miner = new TemplateMiner(options.config);
    this.messages = new MessageMiner({ reader: this.reader, miner: this.miner });
    this.labels = new LiveLabels((id) => this.miner.resolve(id));
  }

  /**
   * From here on lines are of this log, in their order: they tell how it writes its dates, and where a year begins.
   *
   * @param log - What rotation made of one log has one name.
   * @param options.reference - As of the constructor, for what is read next.
   */
  open(log: string, { reference }: { readonly reference: number }): void {
    let told = this.logs.get(log);
    if (told === undefined) this.logs.set(log, (told = { dates: new DateOrders(), years: new LogYears() }));
    this.line_time = { ...this.time, dates: told.dates, reference };
    this.log_time = { ...this.line_time, years: told.years };
  }

  /** All logs are read again. */
  rewind(): void {
    for (const { years } of this.logs.values()) years.rewind();
  }

  /** See {@link LineReader.headOf}. */
  headOf(line: string): ReturnType<LineReader['headOf']> {
    return this.reader.headOf(line);
  }

  /** See {@link LineReader.lastLayout}. */
  get lastLayout(): number | undefined {
    return this.reader.lastLayout;
  }

  /** See {@link LineReader.explain}. */
  explain(line: string): ReturnType<LineReader['explain']> {
    return this.reader.explain(line);
  }

  /** How lines are read. */
  get tables(): ReaderTables {
    return this.reader.tables;
  }

  /** Reads a line and learns from it: the templates may change by it, and what it did to them is told. */
  learn(event: RawEvent): LearnedEvent {
    const line = this.reader.learn(event, this.log_time);
    if (line.skipped !== undefined) return { event: describeUnmatched(line) };
    const mined = this.messages.learn(line.message);
    if (mined.merges.length > 0) this.labels.refresh();
    return { event: this.describe(line, mined), mined };
  }

  /** Reads a line by the templates as they stand. It learns nothing: the same line again has the same answer. */
  parse(event: RawEvent): ParsedEvent {
    return this.find(event, this.line_time);
  }

  /** As {@link parse}, of the next line of the log that is open. */
  parseNext(event: RawEvent): ParsedEvent {
    return this.find(event, this.log_time);
  }

  private find(event: RawEvent, time: TimeContext): ParsedEvent {
    const line = this.reader.read(event, time);
    const found = line.skipped === undefined ? this.messages.find(line.message) : undefined;
    if (!found) return describeUnmatched(line);
    return this.describe(line, found);
  }

  /** How many columns the message of a line has; undefined where it has none to be mined. */
  columnsOf(event: RawEvent): number | undefined {
    const line = this.reader.read(event, this.time);
    return line.skipped === undefined ? this.reader.mask(line.message).length : undefined;
  }

  /** What learning found becomes what users made of it. */
  private describe(line: ReadLine, { template, slots, is_as_written }: FoundLine): ParsedEvent {
    const label = this.labels.labelOf(template, slots, line.message);
    return describeLine({
      line,
      template: label,
      slots,
      verdict: this.labels.verdictOf(label.id),
      is_as_written: label === template && is_as_written,
    });
  }

  /** Takes up what users edited; masks are the reader's, see the constructor. */
  setEdits(journal: EditJournal): void {
    this.labels.setEdits(journal);
  }

  /** See {@link LiveLabels.setVerdicts}. */
  setVerdicts(verdicts: ReadonlyMap<string, SeverityVerdict>): void {
    this.labels.setVerdicts(verdicts);
  }

  /** See {@link LiveLabels.setRequestParameters}. */
  setRequestParameters(names: ReadonlyMap<string, readonly string[]>): void {
    this.labels.setRequestParameters(names);
  }

  /** What the edits make of the templates. */
  get edited(): LiveLabels {
    return this.labels;
  }

  /** Lets a miner that needs all lines first decide on those seen so far; see {@link TemplateMiner.settle}. */
  settle(): void {
    this.miner.settle();
  }

  /** See {@link TemplateMiner.unite}. */
  unite(union: Parameters<TemplateMiner['unite']>[0]): ReturnType<TemplateMiner['unite']> {
    const united = this.miner.unite(union);
    this.labels.refresh();
    return united;
  }

  /** Learned templates with their final texts, oldest first. */
  templates(): readonly LearnedTemplate[] {
    return this.miner.templates();
  }

  /** The live id that stands for an id given earlier. */
  resolve(id: string): string {
    return this.labels.liveIdOf(id);
  }

  /** The learned template that stands for an id. */
  template(id: string): LearnedTemplate | undefined {
    return this.miner.template(id);
  }

  /** See {@link TemplateMiner.keepByWorth}. */
  keepByWorth(worths: Parameters<TemplateMiner['keepByWorth']>[0]): void {
    this.miner.keepByWorth(worths);
  }

  /** See {@link TemplateMiner.remembers}. */
  remembers(id: string): boolean {
    return this.miner.remembers(id);
  }

  /** See {@link TemplateMiner.evictions}. */
  get evictions(): number {
    return this.miner.evictions;
  }

  /** Takes up templates learned before a restart, oldest first; one that was evicted may come back. */
  restore(templates: Iterable<RestorableTemplate>): void {
    atOnce(this.restoreInSteps(templates));
  }

  /** Ids that live on in others, those merged first before. */
  merges(): ReadonlyMap<string, string> {
    return this.miner.merges();
  }

  /** Takes up which ids live on in others. */
  restoreMerges(merges: Iterable<Merge>): void {
    for (const { from, into } of merges) this.miner.restoreMerge(from, into);
  }

  /** The artefact that index-time matching runs. */
  compile(generation: number): CompiledMatcher {
    return atOnce(this.compileInSteps(generation));
  }

  /** As {@link LineParser.compile}; nothing is to be learned in between. */
  *compileInSteps(generation: number): Steps<CompiledMatcher> {
    const { trie, templates } = yield* this.miner.compileTrie();
    return yield* compileMatcher({
      generation,
      reader: this.reader.tables,
      trie,
      templates,
      labelOf: (template) => this.labels.treeOf(template),
      verdictOf: (id) => this.labels.verdictOf(id),
      max_steps: this.config.max_steps,
    });
  }

  /** As {@link LineParser.restore}. */
  *restoreInSteps(templates: Iterable<RestorableTemplate>): Steps<void> {
    let at = 0;
    for (const template of templates) {
      if (template.merged_into !== undefined) this.miner.restoreMerge(template.id, template.merged_into);
      else if (template.is_evicted) this.miner.restoreEvicted(template);
      else this.miner.restore(template);
      if (isStepEnd(at)) yield;
      at += 1;
    }
  }
}
