import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BenchError } from './benchmark.ts';

const PEERS = resolve(import.meta.dirname, '../../build/bench_peers');

/**
 * A Python with what a peer needs, in a virtual environment of its own under `build/bench_peers`, which is made at the
 * first call and again when the requirements are others.
 *
 * @param options.requirements - Each with its exact version.
 * @returns Path of the interpreter.
 * @throws BenchError when there is no Python 3 or a package cannot be fetched.
 */
export function installPython({
  name,
  requirements,
  say,
}: {
  readonly name: string;
  readonly requirements: readonly string[];
  readonly say: (text: string) => void;
}): string {
  const folder = join(PEERS, name);
  const python = join(folder, 'bin', 'python');
  // Written last: an installation that was broken off is made anew.
  const installed = join(folder, 'requirements.txt');
  const wanted = `${requirements.join('\n')}\n`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return python;
  say(`Installing ${requirements.join(', ')} under build/bench_peers …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(PEERS, { recursive: true });
  runStep(['python3', '-m', 'venv', folder], `Python 3 with its module venv is needed for the peer ${name}`);
  runStep(
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements],
    `${requirements.join(', ')} are needed from the Python package index, or the one that pip is configured for`,
  );
  writeFileSync(installed, wanted);
  return python;
}

function runStep([command, ...args]: [string, ...string[]], need: string): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').slice(-3).join('\n');
  throw new BenchError(`${need}: ${command} ${args.join(' ')} failed. ${reason}`);
}
