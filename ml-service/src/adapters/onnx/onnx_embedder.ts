import { Worker } from 'node:worker_threads';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { EmbedAnswer, EmbedRequest, EmbedWorkerData } from './embed_messages.ts';
import { readManifest } from './model_files.ts';

/** The build puts the thread beside the bundle. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './embed_worker.ts' : './embed_worker.js',
  import.meta.url,
);

/** One core of the machine: the cycle has the others. */
const DEFAULT_THREADS = 1;
/** Of the graph: another one makes other vectors, whatever its version says. */
const HASH_DIGITS = 12;

interface Waiting {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: LogAiError) => void;
}

/**
 * The model of the product in a thread of its own, so that the event loop stays free. The thread starts with the first
 * text, and does not keep a process alive that waits for nothing.
 */
export class OnnxEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly #options: EmbedWorkerData;
  #thread: { readonly worker: Worker; readonly waiting: Map<number, Waiting> } | undefined;
  readonly #idle_ms: number | undefined;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;

  /**
   * @param options.folder - Of the model; by default the one that is installed.
   * @param options.idle_ms - After so long without a text the thread ends and its memory is free; the next text starts
   *   another one. By default it stays.
   * @throws LogAiError `model_unusable` where it has no manifest.
   */
  constructor({
    folder,
    threads = DEFAULT_THREADS,
    idle_ms,
  }: { folder?: string; threads?: number; idle_ms?: number } = {}) {
    const { name, version, dimensions, files } = readManifest(folder);
    this.model = `${name}@${version}-${(files['model.onnx']?.sha256 ?? '').slice(0, HASH_DIGITS)}`;
    this.#idle_ms = idle_ms;
    this.dimensions = dimensions;
    this.#options = { folder, threads };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    if (texts.length === 0) return [];
    clearTimeout(this.#idle);
    const { worker, waiting } = (this.#thread ??= this.#start());
    const id = ++this.#asked;
    const vectors = await new Promise<Float32Array>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, texts } satisfies EmbedRequest);
    });
    // Copies: who keeps one vector does not keep all of them.
    return texts.map((_, index) => vectors.slice(index * this.dimensions, (index + 1) * this.dimensions));
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.worker.terminate();
  }

  #endWhenIdle(): void {
    if (this.#idle_ms === undefined) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), this.#idle_ms).unref();
  }

  #start() {
    const worker = new Worker(WORKER, { workerData: this.#options });
    // Of this thread alone: who closes and asks again has another one.
    const waiting = new Map<number, Waiting>();
    worker.on('message', (answer: EmbedAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) {
        worker.unref();
        this.#endWhenIdle();
      }
      if ('vectors' in answer) asked?.resolve(answer.vectors);
      else asked?.reject(new LogAiError(answer.error.code, answer.error.message));
    });
    let reason = 'it was closed';
    worker.on('error', (error) => (reason = messageOf(error)));
    worker.on('exit', () => {
      if (this.#thread?.worker === worker) this.#thread = undefined;
      for (const { reject } of waiting.values())
        reject(new LogAiError('model_unusable', `The thread of the model ${this.model} ended: ${reason}.`));
      waiting.clear();
    });
    return { worker, waiting };
  }
}
