import { LogAiError } from '../../../../common/errors.ts';
import type { Embedder } from '../../ports/embedder.ts';
import { OnnxEmbedder } from './onnx_embedder.ts';

/**
 * The embedder of the product. Where no model is installed it is one that says so to each who asks: the service works on
 * without it.
 *
 * @param options.folder - Of the model; by default the one that is installed.
 */
export function openEmbedder(options: { folder?: string; idle_ms?: number } = {}): Embedder {
  try {
    return new OnnxEmbedder(options);
  } catch (error) {
    if (error instanceof LogAiError) return new MissingEmbedder(error);
    throw error;
  }
}

class MissingEmbedder implements Embedder {
  readonly model = 'none';
  readonly dimensions = 0;
  readonly #reason: LogAiError;

  constructor(reason: LogAiError) {
    this.#reason = reason;
  }

  embed(): Promise<never> {
    return Promise.reject(this.#reason);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
