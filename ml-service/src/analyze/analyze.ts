import type { AnalysisReport } from '../../../common/analysis_report.ts';
import { LogAiError } from '../../../common/errors.ts';
import { TraitTally } from '../correlate/contrast/trait_tally.ts';
import { UNKNOWN_SERVICE } from '../correlate/request_assembler.ts';
import type { Detector } from '../detect/detector.ts';
import type { ParameterSettings } from '../detect/parameter/detector.ts';
import type { SequenceSettings } from '../detect/sequence/detector.ts';
import { LAST_MINUTE, minuteOf } from '../../../common/minutes.ts';
import { EventReader } from '../ingest/event_reader.ts';
import { type IngestCounters, newIngestCounters } from '../ingest/ingest_counters.ts';
import type { InputFormat } from '../ingest/formats/input_format.ts';
import type { NumberedEvent } from '../ingest/raw_event.ts';
import { isBatchMiner, type ParseConfig } from '../settings/parse.ts';
import { LineParser } from '../parse/line_parser.ts';
import type { ReaderTables } from '../parse/reader/line_reader.ts';
import { RequestFollower } from './failed_requests.ts';
import { judgeMeanings, type MeaningJudge } from './judge_meanings.ts';
import { type ClassifyTexts, judgeSeverities } from './judge_severities.ts';
import { LayoutTally } from './layout_tally.ts';
import type { ReadFile } from './kept_lines.ts';
import { PARAMETER_LIMITS, type ValueBudget } from './parameter_tally.ts';
import { SessionTally } from './session_tally.ts';
import { finalTallies, writeReport } from './write_report.ts';
import { type CountedLine, TemplateTally } from './template_tally.ts';
import { ValueBook } from './value_samples.ts';

/** A log to be read: bytes under a name. It is read twice by a miner that has to see all lines first. */
export interface AnalysisInput {
  readonly name: string;
  /** The same of all that rotation made of one log; the name where it is absent. */
  readonly log?: string;
  /** Milliseconds since the epoch: times without a year lie before it. Absent: before the analysis. */
  readonly modified?: number;
  /** @throws LogAiError behind the last readable bytes. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** How an analysis is done. */
export interface AnalysisOptions {
  readonly inputs: readonly AnalysisInput[];
  readonly parse: ParseConfig;
  /** How lines are read: masks, and formats of headers. */
  readonly tables: ReaderTables;
  readonly detectors: readonly Detector[];
  /** How sessions are judged; absent: not at all. */
  readonly sequence?: SequenceSettings | undefined;
  /** How values are judged; absent: not at all. */
  readonly parameter?: ParameterSettings | undefined;
  /** Judges templates by their meaning; absent: nobody does. */
  readonly meanings?: MeaningJudge | undefined;
  /** Says how severe templates are by what they say; absent: their levels do alone. */
  readonly classify?: ClassifyTexts | undefined;
  /** Milliseconds since the epoch: times without a year lie before it. */
  readonly reference: number;
  /** Absent: recognised for each input. */
  readonly format?: InputFormat | undefined;
  /** Paths of JSON and CSV that hold a request id, before those of `event_fields.ts`. */
  readonly request_id_fields?: readonly string[];
  /** Seconds of a clock that never goes back. */
  readonly seconds: () => number;
  /** Keeps what is learned beyond this analysis. */
  readonly state?: {
    readonly begin: (parser: LineParser) => void;
    readonly keep: (options: { readonly sync: boolean }) => Promise<void>;
  };
  readonly onProgress?: (progress: { readonly bytes: number; readonly lines: number }) => void;
}

/**
 * Reads logs and says what is in them: templates with their parameters, what is abnormal, which requests failed. It holds
 * what was learned in memory, not the lines. With the length of the input only the counts grow: 24 bytes for each minute
 * in which a service wrote a template at a level.
 *
 * An input that breaks off is analysed as far as it goes, see `problems` of the report.
 *
 * @throws LogAiError what an input throws, when nothing could be read at all.
 * @example
 * await analyze({ inputs: [await openInput('app.log')], parse, detectors, reference: Date.now(), seconds });
 */
export async function analyze(options: AnalysisOptions): Promise<AnalysisReport> {
  const started = options.seconds();
  const analysis = new Analysis(options);
  if (isBatchMiner(options.parse.miner)) await analysis.survey(options.inputs);
  for (const input of options.inputs) await analysis.read(input);
  const report = await analysis.report(() => options.seconds() - started);
  // Ids that are told are ids that stay.
  await options.state?.keep({ sync: true });
  return report;
}

class Analysis {
  readonly #options: AnalysisOptions;
  readonly #parser: LineParser;
  readonly #requests = new RequestFollower();
  readonly #sessions = new SessionTally();
  readonly #traits = new TraitTally();
  readonly #layouts = new LayoutTally();
  readonly #tallies = new Map<string, TemplateTally>();
  readonly #skipped = new Map<string, number>();
  readonly #files: ReadFile[] = [];
  readonly #failures: LogAiError[] = [];
  readonly #book: ValueBook | undefined;
  readonly #budget: ValueBudget = { left: PARAMETER_LIMITS.all_values };
  /** Of the input being read: the time of the last line that had one. */
  #timestamp: number | undefined;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    const { parse, reference, tables, parameter } = options;
    this.#book = parameter && new ValueBook(parameter.max_values);
    this.#parser = new LineParser({ config: parse, reference, reader: tables });
    options.state?.begin(this.#parser);
  }

  /** Learns all inputs before any is counted: what {@link read} then finds are final templates. */
  async survey(inputs: readonly AnalysisInput[]): Promise<void> {
    for (const input of inputs) {
      this.#open(input);
      const reader = this.#newReader(newIngestCounters());
      const learn = (events: readonly NumberedEvent[]) => {
        for (const { event } of events) this.#parser.learn(event);
      };
      try {
        for await (const chunk of input.read()) {
          learn(reader.push(chunk));
          await this.#options.state?.keep({ sync: false });
        }
      } catch (error) {
        // What an input throws, it throws again when it is read to be counted.
        if (!(error instanceof LogAiError)) throw error;
      }
      learn(reader.end());
    }
    this.#parser.settle();
    this.#parser.rewind();
  }

  #open({ name, log = name, modified }: AnalysisInput): void {
    this.#parser.open(log, { reference: modified ?? this.#options.reference });
  }

  async read(input: AnalysisInput): Promise<void> {
    const { onProgress } = this.#options;
    this.#open(input);
    const counters = newIngestCounters();
    const file: ReadFile = { name: input.name, first_line: this.#linesRead(), counters };
    this.#files.push(file);
    this.#timestamp = undefined;
    const reader = this.#newReader(counters);
    const before = { bytes: this.#sumOf('bytes'), lines: file.first_line };
    try {
      for await (const chunk of input.read()) {
        this.#take(reader.push(chunk), file);
        await this.#options.state?.keep({ sync: false });
        onProgress?.({ bytes: before.bytes + counters.bytes, lines: before.lines + counters.lines });
      }
    } catch (error) {
      if (!(error instanceof LogAiError)) throw error;
      this.#failures.push(error);
    }
    this.#take(reader.end(), file);
  }

  #newReader(counters: IngestCounters): EventReader {
    const { format, request_id_fields = [] } = this.#options;
    const headOf = (line: string) => this.#parser.headOf(line);
    return new EventReader({ counters, format, request_id_fields, headOf });
  }

  async report(seconds: () => number): Promise<AnalysisReport> {
    const [failure] = this.#failures;
    if (failure !== undefined && this.#tallies.size === 0) throw failure;
    const { detectors, meanings, classify } = this.#options;
    const tallies = finalTallies(this.#tallies, this.#parser);
    const severities = await judgeSeverities({ tallies, classify });
    return writeReport({
      parser: this.#parser,
      files: this.#files,
      tallies,
      requests: this.#requests,
      layouts: this.#layouts,
      skipped: this.#skipped,
      failures: this.#failures,
      sessions: this.#sessions,
      traits: this.#traits,
      sequence: this.#options.sequence,
      parameter: this.#options.parameter,
      detectors,
      severities,
      meanings:
        meanings && (await judgeMeanings({ ...meanings, tallies, predictions: severities.predictions })),
      seconds,
    });
  }

  #take(events: readonly NumberedEvent[], file: ReadFile): void {
    for (const event of events) this.#takeEvent(event, file.first_line + event.line_number - 1);
  }

  #takeTraits({ event, timestamp, service, line }: CountedLine, template_id: string): void {
    const { request_id, level, parameters: params } = event;
    if (request_id === undefined) return;
    this.#traits.add({ request_id, time: timestamp ?? line, service, template_id, level, params });
  }

  #takeEvent({ event: raw }: NumberedEvent, line: number): void {
    const { event, mined } = this.#parser.learn(raw);
    this.#layouts.add(raw, event, this.#parser.lastLayout);
    // A line without a time is of the time of the line above: an exception below the line that reports it.
    if (isTime(event.timestamp)) this.#timestamp = event.timestamp;
    const service = event.service ?? UNKNOWN_SERVICE;
    const counted = { raw, event, timestamp: this.#timestamp, service, line };
    this.#requests.add(counted);
    if (mined === undefined) {
      this.#skipped.set(event.status, (this.#skipped.get(event.status) ?? 0) + 1);
      return;
    }
    const { template } = mined;
    this.#sessions.add(counted, template.id);
    this.#takeTraits(counted, template.id);
    let tally = this.#tallies.get(template.id);
    if (tally === undefined) {
      tally = new TemplateTally({ template, raw, budget: this.#budget, book: this.#book });
      this.#tallies.set(template.id, tally);
    }
    tally.add(counted);
    const { request_id } = event;
    const place =
      this.#book && this.#timestamp !== undefined
        ? { minute: minuteOf(this.#timestamp), line, service, request_id }
        : undefined;
    tally.addValues(event.parameters ?? {}, (line_again) => this.#parser.parse(line_again), place);
  }

  #linesRead(): number {
    return this.#sumOf('lines');
  }

  #sumOf(counter: keyof IngestCounters): number {
    return this.#files.reduce((sum, { counters }) => sum + counters[counter], 0);
  }
}

/** Within the years 1970 to 9999: others are no times of log lines, and have no ISO 8601 date of four digits. */
function isTime(timestamp: number | undefined): timestamp is number {
  return timestamp !== undefined && timestamp >= 0 && minuteOf(timestamp) <= LAST_MINUTE;
}
