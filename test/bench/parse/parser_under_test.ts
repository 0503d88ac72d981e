import { readLineBlocks } from '../../../ml-service/src/adapters/file/input/line_blocks.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { newIngestCounters } from '../../../ml-service/src/ingest/ingest_counters.ts';
import { LineSplitter } from '../../../ml-service/src/ingest/line_splitter.ts';
import { describeLine } from '../../../ml-service/src/parse/matcher/compiled_matcher.ts';
import {
  DEFAULT_PARSE_CONFIG,
  type MinerConfig,
  type MinerName,
  MINERS,
} from '../../../ml-service/src/settings/parse.ts';
import {
  LineReader,
  type ReaderTables,
  type ReadLine,
} from '../../../ml-service/src/parse/reader/line_reader.ts';
import { MessageMiner } from '../../../ml-service/src/parse/mining/message_miner.ts';
import { textsOf } from '../../../ml-service/src/parse/template/template.ts';
import { type MinedLine, TemplateMiner } from '../../../ml-service/src/parse/mining/template_miner.ts';
import { BenchError } from '../benchmark.ts';
import { SLOT } from './score.ts';
import type { StreamFormat } from './stream_files.ts';

/*
 * The one file of the parse benchmarks that knows the parser. Everything in it runs with the product's default
 * configuration; only the bound of the templates in memory can be another.
 */

/** The miner of the default configuration. */
export const DEFAULT_MINER: string = DEFAULT_PARSE_CONFIG.miner;

/** The bound of the default configuration. */
export const DEFAULT_MAX_TEMPLATES = DEFAULT_PARSE_CONFIG.max_templates;

const isMinerName = (name: string): name is MinerName => (MINERS as readonly string[]).includes(name);

/** @throws BenchError when there is no such miner. */
export function checkMiner(name: string): asserts name is MinerName {
  if (!isMinerName(name))
    throw new BenchError(`There is no miner "${name}". There are: ${MINERS.join(', ')}.`);
}

function newMiner(miner: string, config: Partial<MinerConfig> = {}): TemplateMiner {
  checkMiner(miner);
  return new TemplateMiner({ ...DEFAULT_PARSE_CONFIG, ...config, miner });
}

/** Compiling takes half a second, and nothing of it depends on the lines. */
let tables: ReaderTables | undefined;
const readerTables = () => (tables ??= readReaderTables());

/** The way of messages without headers. */
function newMessageMiner(name: string, config: Partial<MinerConfig> = {}) {
  const miner = newMiner(name, config);
  const reader = new LineReader(readerTables());
  return { miner, reader, messages: new MessageMiner({ reader, miner }) };
}

/** What became of one message, after all of them were seen. */
export interface MinedMessage {
  /** The id that the message was given when it came. */
  readonly first_id: string;
  /** The live id that stands for it now. */
  readonly live_id: string;
  /** The id of the template that the message fits now; undefined where it fits none. */
  readonly matched_id: string | undefined;
  /** The final template of the live id, {@link SLOT} for values. */
  readonly template: string;
  /** The same as people read it, with named values. */
  readonly text: string;
}

/** Mines messages without headers, in their order, from nothing. */
export function mineMessages(options: {
  miner: string;
  messages: readonly string[];
}): readonly MinedMessage[] {
  const { miner, messages } = newMessageMiner(options.miner);
  const first_ids = options.messages.map((message) => messages.learn(message).template.id);
  miner.settle();
  return options.messages.map((message, index) => {
    const first_id = first_ids[index]!;
    const template = miner.template(first_id);
    return {
      first_id,
      live_id: miner.resolve(first_id),
      matched_id: messages.find(message)?.template.id,
      template: template ? textsOf(template.columns).join(SLOT) : '',
      text: template?.text ?? '',
    };
  });
}

/** Which bytes of a file are read, and how. */
export interface StreamPart {
  readonly miner: string;
  readonly path: string;
  readonly format: StreamFormat;
  /** First byte; a line begins here. */
  readonly start: number;
  /** The byte behind the last one. */
  readonly end: number;
  /** How often it is read, one time after the other; by default once. */
  readonly passes?: number | undefined;
}

/** What was found in a part of a file. */
export interface StreamCounts {
  readonly lines: number;
  /** Lines by the text of their template: processes that learn apart agree on texts. */
  readonly templates: ReadonlyMap<string, number>;
}

function forEachLine(part: StreamPart, take: (line: string) => void): number {
  const counters = newIngestCounters();
  const splitter = new LineSplitter(counters);
  for (const block of readLineBlocks(part.path, part)) splitter.push(block).forEach(take);
  splitter.end().forEach(take);
  return counters.lines;
}

/** Header and message of a line. */
function newReader(reader: LineReader): (text: string) => ReadLine {
  const context = { time_zone: DEFAULT_PARSE_CONFIG.time_zone, reference: Date.now() };
  return (message) => reader.read({ message }, context);
}

/** Line → template id and count. */
export function countTemplates(part: StreamPart): StreamCounts {
  const { miner, messages } = newMessageMiner(part.miner);
  let lines = 0;
  for (const block of readLineBlocks(part.path, part))
    lines += part.format === 'message' ? messages.learnLines(block) : messages.learnRawLines(block);
  miner.settle();
  return {
    lines,
    templates: new Map(miner.templates().map(({ text, line_count }) => [text, line_count])),
  };
}

/** What was read from a part of a file. */
export interface RecordCounts {
  readonly lines: number;
  readonly parameters: number;
}

/** Line → full record, with named and typed parameters. */
export function readRecords(part: StreamPart): RecordCounts {
  const { reader, messages } = newMessageMiner(part.miner);
  let parameters = 0;
  const describe = (line: ReadLine, { template, slots, is_as_written }: MinedLine) => {
    // The record is used, so that no compiler may leave it out.
    if (describeLine({ line, template, slots, is_as_written }).parameters) parameters += slots.length;
  };
  const read = newReader(reader);
  let lines = 0;
  for (let pass = 0; pass < (part.passes ?? 1); pass += 1) {
    if (part.format === 'message') {
      for (const block of readLineBlocks(part.path, part))
        lines += messages.learnEachLine(block, (message, mined) => {
          describe({ message }, mined);
        });
    } else {
      lines += forEachLine(part, (text) => {
        const line = read(text);
        if (line.skipped === undefined) describe(line, messages.learn(line.message));
      });
    }
  }
  return { lines, parameters };
}

/** Learns messages one by one with a bound of templates in memory. */
export class BoundedLearner {
  readonly #miner: TemplateMiner;
  readonly #messages: MessageMiner;

  constructor(options: { miner: string; max_templates: number }) {
    const { miner, messages } = newMessageMiner(options.miner, { max_templates: options.max_templates });
    this.#miner = miner;
    this.#messages = messages;
  }

  learn(message: string): void {
    this.#messages.learn(message);
  }

  /** Templates in memory. */
  get kept(): number {
    return this.#miner.templates().length;
  }
}
