import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BenchError } from '../../benchmark.ts';

/** As its users set it up: as it comes, or with the masks of its own example. */
export type Drain3Setup = 'plain' | 'masks';

/** The release that is compared with. */
const RELEASE = '0.9.11';
const REQUIREMENT = `drain3==${RELEASE}`;
const VENV = resolve(import.meta.dirname, '../../../../build/bench_peers/drain3');

/** The script that runs Drain3. */
export const DRAIN3_SCRIPT = join(import.meta.dirname, 'drain3_peer.py');

function isInstalled(python: string): boolean {
  const version = 'from importlib.metadata import version; print(version("drain3"))';
  return (
    existsSync(python) && spawnSync(python, ['-c', version], { encoding: 'utf8' }).stdout.trim() === RELEASE
  );
}

/**
 * The Python that has Drain3, in a virtual environment of its own under `build/`, which is made at the first call.
 *
 * @returns Path of the interpreter.
 * @throws BenchError when there is no Python 3 or the package cannot be fetched.
 */
export function installDrain3(say: (text: string) => void): string {
  const python = join(VENV, 'bin', 'python');
  if (isInstalled(python)) return python;
  say(`Installing ${REQUIREMENT} under build/bench_peers …`);
  rmSync(VENV, { recursive: true, force: true });
  mkdirSync(dirname(VENV), { recursive: true });
  runStep(['python3', '-m', 'venv', VENV], 'Python 3 with its module venv is needed for the peer, Drain3');
  runStep(
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', REQUIREMENT],
    `${REQUIREMENT} is needed from the Python package index, or the one that pip is configured for`,
  );
  return python;
}

function runStep([command, ...args]: [string, ...string[]], need: string): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').slice(-3).join('\n');
  throw new BenchError(`${need}: ${command} ${args.join(' ')} failed. ${reason}`);
}

/** The final template of each message, for several logs, each learned anew. */
export function templatesByDrain3(options: {
  python: string;
  setup: Drain3Setup;
  logs: readonly (readonly string[])[];
}): string[][] {
  const { status, stdout, stderr } = spawnSync(options.python, [DRAIN3_SCRIPT, 'templates', options.setup], {
    input: options.logs.map((messages) => `${JSON.stringify(messages)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`Drain3 failed: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}
