import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { SERVICE_BUNDLE } from '../../../scripts/service_bundle.mjs';
import { BenchError } from '../benchmark.ts';

/** What a process cost, from its start to its end: all of its threads, start-up included. */
export interface MeasuredChild {
  readonly stdout: string;
  /** User and system time. */
  readonly cpu_s: number;
  readonly wall_s: number;
}

/** The shell measures every contestant alike, whatever it is written in. Its report goes to a pipe of its own. */
const TIMED = `TIMEFORMAT='%3U %3S %3R'; exec 4>&2; { time "$@" 2>&4; } 2>&3`;

/**
 * Runs a command to its end.
 *
 * @throws BenchError where there is no bash; Error when the command fails.
 */
export function runMeasured(command: readonly string[]): MeasuredChild {
  const { status, error, output, stdout } = spawnSync('bash', ['-c', TIMED, 'bash', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  if (error) throw new BenchError(`bash is needed, whose "time" measures the contestants: ${error.message}`);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${String(status)}.`);
  const [user, system, wall] = output[3]!.trim().split(' ').map(Number);
  return { stdout, cpu_s: user! + system!, wall_s: wall! };
}

const FOLDER = resolve(import.meta.dirname, '../../../ml-service/dist/bench_children');

/**
 * Bundles a script as the command line is bundled for its users: what is measured is no compiler.
 *
 * @param name - Its file name without `.ts`.
 * @param folder - Where it lies.
 * @returns The command that runs it.
 */
export async function bundleChild(name: string, folder = import.meta.dirname): Promise<readonly string[]> {
  const outfile = join(FOLDER, `${name}.js`);
  await build({ ...SERVICE_BUNDLE, entryPoints: [join(folder, `${name}.ts`)], outfile });
  return [process.execPath, outfile];
}
