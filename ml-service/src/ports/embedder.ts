/** Turns texts into vectors whose direction is their meaning. */
export interface Embedder {
  /** What made the vectors: those of two models cannot be compared. */
  readonly model: string;
  readonly dimensions: number;
  /**
   * A vector of length 1 for each text, in the order of the texts. The cosine of two is their dot product. What a text gets
   * does not depend on the texts beside it. Only the beginning of a long text counts, some 250 words.
   *
   * @throws LogAiError `model_unusable`.
   */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
