import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers each line of JSON with one: contestants that load once and then run in turns. */
export class LinePeer {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor([command, ...args]: readonly [string, ...string[]]) {
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Nothing of a peer is fetched while it is measured.
      env: { ...process.env, HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'true' },
    });
    this.#answers = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** @throws Error where it ended instead. */
  async ask<Answer>(request: unknown): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error(`${this.#child.spawnargs.join(' ')} ended before it answered.`);
    return JSON.parse(answer.value) as Answer;
  }

  close(): void {
    this.#child.stdin!.end();
  }
}
