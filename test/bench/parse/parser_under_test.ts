import { compileReader, type ReaderTables } from '../../../ml-service/src/parse/line_reader.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/parse/line_parser.ts';
import { Scanner } from '../../../ml-service/src/parse/automaton/scanner.ts';
import { maskLine, type MaskedColumn } from '../../../ml-service/src/parse/masked_line.ts';
import { textsOf } from '../../../ml-service/src/parse/template.ts';
import { TemplateMiner } from '../../../ml-service/src/parse/template_miner.ts';
import { BenchError } from '../benchmark.ts';
import { SLOT } from './score.ts';

/**
 * The one file of the parse benchmarks that knows the parser. Everything here runs with the product's default
 * configuration.
 */

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

type MineMessages = (messages: readonly string[]) => MinedMessage[];

const MINERS: Readonly<Record<string, MineMessages>> = { drain: mineByDrain };

/** The miner of the default configuration. */
export const DEFAULT_MINER = 'drain';

/** @throws BenchError when there is no such miner. */
export function minerNamed(name: string): MineMessages {
  const miner = MINERS[name];
  if (miner) return miner;
  throw new BenchError(`There is no miner "${name}". There are: ${Object.keys(MINERS).join(', ')}.`);
}

/** Compiling takes half a second, and nothing of it depends on the messages. */
let reader: ReaderTables | undefined;

function newMasker(): (message: string) => MaskedColumn[] {
  const { masks, mask_kinds: kinds, limits } = (reader ??= compileReader());
  const scanner = new Scanner(masks);
  return (message) => maskLine({ message, scanner, kinds, maxColumns: limits.max_columns });
}

function mineByDrain(messages: readonly string[]): MinedMessage[] {
  const mask = newMasker();
  const miner = new TemplateMiner(DEFAULT_PARSE_CONFIG);
  const first_ids = messages.map((message) => miner.add(message, mask(message)).template.id);
  return messages.map((message, index) => {
    const first_id = first_ids[index]!;
    const template = miner.template(first_id);
    return {
      first_id,
      live_id: miner.resolve(first_id),
      matched_id: miner.find(mask(message))?.template.id,
      template: template ? textsOf(template.columns).join(SLOT) : '',
      text: template?.text ?? '',
    };
  });
}
