import type { Embedder } from '../../ports/embedder.ts';
import { EMBEDDING_MODEL } from './model_files.ts';
import { type TextModelOptions, TextModelThread } from './text_model_thread.ts';

/** The meanings of texts by the model of the product. */
export class OnnxEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly #thread: TextModelThread;

  /** @throws LogAiError `model_unusable` where it has no manifest. */
  constructor(options: TextModelOptions = {}) {
    this.#thread = new TextModelThread(EMBEDDING_MODEL, options);
    this.model = this.#thread.model;
    this.dimensions = this.#thread.manifest.dimensions;
  }

  embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return this.#thread.vectorsOf(texts);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
