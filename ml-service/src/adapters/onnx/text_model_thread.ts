import { Worker } from 'node:worker_threads';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { type Manifest, modelFolder, readManifest } from './model_files.ts';
import type { TextModelAnswer, TextModelRequest, TextModelWorkerData } from './text_model_messages.ts';

/** The build puts the thread beside the bundle. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './text_model_worker.ts' : './text_model_worker.js',
  import.meta.url,
);

/** One core of the machine: the cycle has the others. */
const DEFAULT_THREADS = 1;
/** Of the graph: another one gives other answers, whatever its version says. */
const HASH_DIGITS = 12;

interface Waiting {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: LogAiError) => void;
}

/** How a model of the product is opened. */
export interface TextModelOptions {
  /** Of the model; by default the one that is installed. */
  readonly folder?: string;
  readonly threads?: number;
  /** After so long without a text the thread ends and its memory is free; the next text starts another. By default it stays. */
  readonly idle_ms?: number;
}

/**
 * A model of the product in a thread of its own, so that the event loop stays free. The thread starts with the first
 * text, and does not keep a process alive that waits for nothing.
 */
export class TextModelThread {
  /** Name, version and the graph. */
  readonly model: string;
  readonly manifest: Manifest;
  readonly #options: TextModelWorkerData;
  #thread: { readonly worker: Worker; readonly waiting: Map<number, Waiting> } | undefined;
  readonly #idle_ms: number | undefined;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;

  /**
   * @param installed - Of the models of the product.
   * @throws LogAiError `model_unusable` where it has no manifest.
   */
  constructor(
    installed: string,
    { folder = modelFolder(installed), threads = DEFAULT_THREADS, idle_ms }: TextModelOptions = {},
  ) {
    this.manifest = readManifest(folder);
    const { name, version, files } = this.manifest;
    this.model = `${name}@${version}-${(files['model.onnx']?.sha256 ?? '').slice(0, HASH_DIGITS)}`;
    this.#idle_ms = idle_ms;
    this.#options = { folder, threads };
  }

  /** What the model gives for each text, in their order. */
  async vectorsOf(texts: readonly string[]): Promise<readonly Float32Array[]> {
    if (texts.length === 0) return [];
    clearTimeout(this.#idle);
    const { worker, waiting } = (this.#thread ??= this.#start());
    const id = ++this.#asked;
    const vectors = await new Promise<Float32Array>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, texts } satisfies TextModelRequest);
    });
    // Copies: who keeps one vector does not keep all of them.
    const { dimensions } = this.manifest;
    return texts.map((_, index) => vectors.slice(index * dimensions, (index + 1) * dimensions));
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
    worker.on('message', (answer: TextModelAnswer) => {
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
