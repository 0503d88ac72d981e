import { LogAiError } from '../../../../common/errors.ts';
import { SeverityLabel } from '../../../../common/levels.ts';
import type { SeverityPrediction } from '../../../../common/severity_prediction.ts';
import type { SeverityClassifier } from '../../ports/severity_classifier.ts';
import { SEVERITY_MODEL } from './model_files.ts';
import { severityText } from './severity_text.ts';
import { type TextModelOptions, TextModelThread } from './text_model_thread.ts';

/** What makes probabilities of the numbers of the model, fitted on messages it was not trained on. */
interface Calibration {
  readonly temperature: number;
  readonly bias: readonly number[];
  readonly prior: readonly number[];
}

/** The severity of texts by the model of the product. */
export class OnnxSeverityClassifier implements SeverityClassifier {
  readonly model: string;
  readonly #thread: TextModelThread;
  readonly #calibration: Calibration;

  /** @throws LogAiError `model_unusable` where it has no manifest, or that of another kind of model. */
  constructor(options: TextModelOptions = {}) {
    this.#thread = new TextModelThread(SEVERITY_MODEL, options);
    this.model = this.#thread.model;
    const { labels, calibration } = this.#thread.manifest;
    if (labels?.join() !== SeverityLabel.options.join() || calibration === undefined)
      throw new LogAiError('model_unusable', `The model ${this.model} is none of severity.`);
    this.#calibration = calibration;
  }

  async classify(texts: readonly string[]): Promise<readonly SeverityPrediction[]> {
    const read = texts.map((text) => severityText(text));
    const answers = (await this.#thread.vectorsOf(read.filter((text) => text !== undefined))).values();
    return read.map((text) =>
      predictionOf(
        text === undefined
          ? this.#calibration.prior
          : probabilitiesOf(answers.next().value!, this.#calibration),
      ),
    );
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

/** Softmax of `(logits + bias) / temperature`. */
function probabilitiesOf(logits: Float32Array, { temperature, bias }: Calibration): readonly number[] {
  const scaled = [...logits].map((value, index) => (value + bias[index]!) / temperature);
  const most = Math.max(...scaled);
  const powers = scaled.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

function predictionOf(probabilities: readonly number[]): SeverityPrediction {
  const confidence = Math.max(...probabilities);
  const [informational, warning, error, critical] = probabilities as [number, number, number, number];
  return {
    label: SeverityLabel.options[probabilities.indexOf(confidence)]!,
    confidence,
    probabilities: { informational, warning, error, critical },
  };
}
