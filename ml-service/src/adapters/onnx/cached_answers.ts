import type { SeverityPrediction } from '../../../../common/severity_prediction.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { SeverityClassifier } from '../../ports/severity_classifier.ts';

/** A vector has 1.5 kB: 30 MB. A service has some thousand templates. */
const MOST_TEXTS = 20_000;

/** Asks for each text once, as long as the text is among the last that were asked for. */
class CachedAnswers<Answer extends object> {
  readonly #ask: (texts: readonly string[]) => Promise<readonly Answer[]>;
  readonly #most: number;
  readonly #answers = new Map<string, Answer>();

  constructor(
    ask: (texts: readonly string[]) => Promise<readonly Answer[]>,
    { most_texts = MOST_TEXTS }: { most_texts?: number | undefined } = {},
  ) {
    this.#ask = ask;
    this.#most = most_texts;
  }

  async answersOf(texts: readonly string[]): Promise<readonly Answer[]> {
    // Looked up before it is waited: others may push them out meanwhile.
    const known = new Map(texts.map((text) => [text, this.#answers.get(text)]));
    const missing = [...known].filter(([, answer]) => answer === undefined).map(([text]) => text);
    const answered = await this.#ask(missing);
    for (const [index, text] of missing.entries()) known.set(text, answered[index]);
    const answers = texts.map((text) => known.get(text)!);
    for (const [index, text] of texts.entries()) this.#keep(text, answers[index]!);
    return answers;
  }

  /** The last used is the last in the map, so the first is who leaves. */
  #keep(text: string, answer: Answer): void {
    this.#answers.delete(text);
    this.#answers.set(text, answer);
    if (this.#answers.size > this.#most) this.#answers.delete(this.#answers.keys().next().value!);
  }
}

/** An embedder that is asked for each text once. */
export class CachedEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly #embedder: Embedder;
  readonly #vectors: CachedAnswers<Float32Array>;

  constructor(embedder: Embedder, options: { most_texts?: number } = {}) {
    this.model = embedder.model;
    this.dimensions = embedder.dimensions;
    this.#embedder = embedder;
    this.#vectors = new CachedAnswers((texts) => embedder.embed(texts), options);
  }

  embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return this.#vectors.answersOf(texts);
  }

  close(): Promise<void> {
    return this.#embedder.close();
  }
}

/** A classifier that is asked for each text once. */
export class CachedSeverityClassifier implements SeverityClassifier {
  readonly model: string;
  readonly #classifier: SeverityClassifier;
  readonly #predictions: CachedAnswers<SeverityPrediction>;

  constructor(classifier: SeverityClassifier, options: { most_texts?: number } = {}) {
    this.model = classifier.model;
    this.#classifier = classifier;
    this.#predictions = new CachedAnswers((texts) => classifier.classify(texts), options);
  }

  classify(texts: readonly string[]): Promise<readonly SeverityPrediction[]> {
    return this.#predictions.answersOf(texts);
  }

  close(): Promise<void> {
    return this.#classifier.close();
  }
}
