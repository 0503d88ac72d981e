import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { type ModelFiles, readModelFiles } from './model_files.ts';
import { type TokenBatch, tokenBatches } from './token_batches.ts';

/** A model in this thread, which it keeps busy while it works: see `text_model_thread.ts` for one that does not. */
export class TextModel {
  readonly dimensions: number;
  readonly #output: string;
  readonly #tokenizer: Tokenizer;
  readonly #session: InferenceSession;
  readonly #max_tokens: number;
  readonly #max_characters: number;

  private constructor(
    { tokenizer, tokenizer_config, output, dimensions, max_tokens, max_characters }: ModelFiles,
    session: InferenceSession,
  ) {
    this.dimensions = dimensions;
    this.#output = output;
    this.#max_tokens = max_tokens;
    this.#max_characters = max_characters;
    this.#tokenizer = new Tokenizer(tokenizer, tokenizer_config);
    this.#session = session;
  }

  /**
   * @param options.threads - Of one computation.
   * @throws LogAiError `model_unusable`.
   */
  static async load({ folder, threads }: { folder: string; threads: number }): Promise<TextModel> {
    const files = readModelFiles(folder);
    try {
      const session = await InferenceSession.create(files.graph, {
        intraOpNumThreads: threads,
        // A pool that grows to the largest batch and keeps it is twice the memory, for nothing measurable.
        enableCpuMemArena: false,
        // Without it sums of two products overflow on processors without VNNI: a text has another vector there.
        extra: { session: { x64quantprecision: '1' } },
        logSeverityLevel: 3,
      });
      return new TextModel(files, session);
    } catch (cause) {
      throw new LogAiError(
        'model_unusable',
        `The model ${files.model} does not run here: ${messageOf(cause)}`,
        {
          cause,
        },
      );
    }
  }

  /** The vectors one behind the other. */
  async vectorsOf(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>> {
    const vectors = new Float32Array(texts.length * this.dimensions);
    for (const batch of tokenBatches(texts.map((text) => this.tokensOf(text)))) {
      const answered = await this.#run(batch);
      for (const [row, place] of batch.places.entries()) {
        const vector = answered.subarray(row * this.dimensions, (row + 1) * this.dimensions);
        vectors.set(vector, place * this.dimensions);
      }
    }
    return vectors;
  }

  /** As the model was trained: cut to what it takes, the mark of the end kept. */
  tokensOf(text: string): readonly number[] {
    const { ids } = this.#tokenizer.encode(text.slice(0, this.#max_characters));
    return ids.length <= this.#max_tokens ? ids : [...ids.slice(0, this.#max_tokens - 1), ids.at(-1)!];
  }

  async #run({ rows, length }: TokenBatch): Promise<Float32Array> {
    const shape = [rows.length, length];
    const ids = new BigInt64Array(rows.length * length);
    const mask = new BigInt64Array(rows.length * length);
    for (const [row, tokens] of rows.entries()) {
      for (const [column, token] of tokens.entries()) ids[row * length + column] = BigInt(token);
      mask.fill(1n, row * length, row * length + tokens.length);
    }
    const outputs = await this.#session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
    });
    return outputs[this.#output]!.data as Float32Array;
  }
}
