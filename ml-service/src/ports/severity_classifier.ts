import type { SeverityPrediction } from '../../../common/severity_prediction.ts';

/** Says how severe a message is, by what it says: the model of the product, or a stand-in of a test. */
export interface SeverityClassifier {
  /** What made the answers: those of two models may differ for the same text. */
  readonly model: string;
  /**
   * An answer for each text, in the order of the texts. What a text gets does not depend on the texts beside it. Only its
   * first 512 characters count; a text without a word that can be read gets what holds of messages in general, with the low
   * confidence of that.
   *
   * @param texts - Templates or messages, best without their level.
   * @throws LogAiError `model_unusable`.
   * @example
   * await classifier.classify(['Disk <*> failed']) // [{ label: 'error', confidence: 0.81, probabilities: { … } }]
   */
  classify(texts: readonly string[]): Promise<readonly SeverityPrediction[]>;
  close(): Promise<void>;
}
