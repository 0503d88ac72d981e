import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPython } from '../../python_peer.ts';

/** As its users set it up: as it comes, or with the masks of its own example. */
export type Drain3Setup = 'plain' | 'masks';

/** The release that is compared with. */
const REQUIREMENT = 'drain3==0.9.11';

/** The script that runs Drain3. */
export const DRAIN3_SCRIPT = join(import.meta.dirname, 'drain3_peer.py');

/**
 * The Python that has Drain3.
 *
 * @returns Path of the interpreter.
 * @throws BenchError when there is no Python 3 or the package cannot be fetched.
 */
export function installDrain3(say: (text: string) => void): string {
  return installPython({ name: 'drain3', requirements: [REQUIREMENT], say });
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
