import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRandom } from '../../../demo/shop/random.ts';
import { BenchError } from '../benchmark.ts';
import type { LabelledSystem } from './labelled_systems.ts';
import { drawMessage, redrawnHeader, redrawnMessage } from './redrawn_message.ts';

/** `message` is the message alone, `raw` the whole line with the header that it had. */
export type StreamFormat = 'message' | 'raw';

const FOLDER = resolve(import.meta.dirname, '../../../build/bench_data');
const SEED = 1;
/** Part of the name of a file: raise it when other lines come out for the same input. */
const GENERATOR_VERSION = 2;
const WRITE_CHARACTERS = 1 << 20;

/**
 * The messages of a system in their order, over and over, with values drawn anew, without end. Of the lines only part
 * repeat whole: those without a value, and those whose values are words or a digit. So a cache of whole lines would gain
 * little here, and must not be what a figure rests on.
 *
 * @param headers - What stands before each message; ids in it are drawn anew, too.
 */
export function* streamLines(system: LabelledSystem, headers?: readonly string[]): Generator<string> {
  const random = createRandom([SEED]);
  const messages = system.messages.map(redrawnMessage);
  const heads = headers?.map(redrawnHeader);
  for (;;) {
    for (const [index, message] of messages.entries())
      yield drawMessage(heads?.[index] ?? [], random) + drawMessage(message, random);
  }
}

/** What stands before the message in each line of the system's log. */
function headersOf(system: LabelledSystem): string[] {
  if (!existsSync(system.log_path))
    throw new BenchError(`There is no ${system.log_path}: the speed on whole lines is measured with it.`);
  const lines = readFileSync(system.log_path, 'utf8').split('\n');
  return system.messages.map(({ message }, index) => {
    const line = lines[index] ?? '';
    return line.slice(0, Math.max(0, line.lastIndexOf(message.trim())));
  });
}

/**
 * A file with a stream of the system, made at the first call and kept under `build/bench_data`.
 *
 * @returns Its path.
 */
export function streamFile(options: {
  system: LabelledSystem;
  format: StreamFormat;
  lines: number;
  say: (text: string) => void;
}): string {
  const { system, format, lines, say } = options;
  const headers = format === 'raw' ? headersOf(system) : undefined;
  const digest = createHash('sha256')
    .update(JSON.stringify([GENERATOR_VERSION, SEED, system.messages, headers]))
    .digest('hex')
    .slice(0, 8);
  const path = join(FOLDER, `${system.name}-${format}-${lines}-${digest}.log`);
  if (existsSync(path)) return path;
  say(`Writing ${lines} lines of ${system.name} (${format}) …`);
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeLines({ path: unfinished, source: streamLines(system, headers), lines });
  renameSync(unfinished, path);
  return path;
}

function writeLines(options: { path: string; source: Generator<string>; lines: number }): void {
  const file = openSync(options.path, 'w');
  let text = '';
  for (let line = 0; line < options.lines; line += 1) {
    text += `${options.source.next().value as string}\n`;
    if (text.length < WRITE_CHARACTERS && line < options.lines - 1) continue;
    writeSync(file, text);
    text = '';
  }
  closeSync(file);
}
