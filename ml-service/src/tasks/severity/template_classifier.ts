import { LogAiError, messageOf } from '../../../../common/errors.ts';
import type { Classified } from '../../../../common/documents/template_document.ts';
import type { SeverityClassifier } from '../../ports/severity_classifier.ts';
import type { Clock } from '../../ports/time.ts';

/** Texts at once: some 100 ms of the model's thread. */
const TEXTS_AT_ONCE = 64;
/** What is installed is not mended by itself. */
const TRY_AGAIN_MS = 5 * 60_000;

/** A template whose text, in this version, is to be read. */
export interface UnclassifiedTemplate {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

/**
 * Asks the model about templates beside the cycle: who learns hands over those without a verdict, goes on, and takes the answers
 * when they are there.
 *
 * @example
 * const classifier = new TemplateClassifier({ classifier: model, now: Date.now, sleep });
 * classifier.ask(catalog.severities.unclassified(classifier.model));
 * await classifier.answered([template_id], 1000);
 * catalog.severities.note(classifier.take());
 */
export class TemplateClassifier {
  readonly #classifier: SeverityClassifier;
  readonly #now: Clock;
  readonly #sleep: (ms: number) => Promise<void>;
  /** Those that wait, by id. */
  #waiting = new Map<string, UnclassifiedTemplate>();
  #answers = new Map<string, Classified>();
  #working: Promise<void> | undefined;
  /** Those that are read now. */
  #portion: Promise<unknown> = Promise.resolve();
  #problem: { readonly error: LogAiError; readonly at: number } | undefined;

  constructor(options: { classifier: SeverityClassifier; now: Clock; sleep: (ms: number) => Promise<void> }) {
    this.#classifier = options.classifier;
    this.#now = options.now;
    this.#sleep = options.sleep;
  }

  /** What answers: see {@link SeverityClassifier.model}. */
  get model(): string {
    return this.#classifier.model;
  }

  /** How many were asked for and have no answer yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Why nobody answers. */
  get problem(): LogAiError | undefined {
    return this.#problem?.error;
  }

  /** Takes the place of what was asked for before: it is asked again as long as it has no answer. The first are read first. */
  ask(templates: readonly UnclassifiedTemplate[]): void {
    this.#waiting = new Map(
      templates.flatMap((template) =>
        this.#answers.get(template.id)?.version === template.version ? [] : [[template.id, template]],
      ),
    );
    const isBroken = this.#problem !== undefined && this.#now() - this.#problem.at < TRY_AGAIN_MS;
    if (this.#waiting.size > 0 && !isBroken) this.#working ??= this.#work();
  }

  /** Waits until these have answers, as far as they were asked for, but not longer than so many milliseconds. */
  async answered(ids: readonly string[], most_ms: number): Promise<void> {
    const isLate = this.#sleep(most_ms).then(() => true);
    while (this.#working && ids.some((id) => this.#waiting.has(id))) {
      const hasAnswered = this.#portion.then(() => false);
      if (await Promise.race([hasAnswered, isLate])) return;
    }
  }

  /** The answers since it was asked last, by the id of the template. */
  take(): ReadonlyMap<string, Classified> {
    const answers = this.#answers;
    this.#answers = new Map();
    return answers;
  }

  close(): Promise<void> {
    this.#waiting.clear();
    return this.#classifier.close();
  }

  async #work(): Promise<void> {
    const { model } = this.#classifier;
    while (this.#waiting.size > 0) {
      const some = [...this.#waiting.values()].slice(0, TEXTS_AT_ONCE);
      try {
        const asked = this.#classifier.classify(some.map(({ text }) => text));
        this.#portion = asked.catch(() => undefined);
        const answers = await asked;
        for (const [index, { id, version }] of some.entries()) {
          const { label, confidence, probabilities } = answers[index]!;
          const { informational, warning, error, critical } = probabilities;
          this.#answers.set(id, {
            model,
            version,
            label,
            confidence: rounded(confidence),
            probabilities: {
              informational: rounded(informational),
              warning: rounded(warning),
              error: rounded(error),
              critical: rounded(critical),
            },
          });
          if (this.#waiting.get(id)?.version === version) this.#waiting.delete(id);
        }
        this.#problem = undefined;
      } catch (cause) {
        const error =
          cause instanceof LogAiError ? cause : new LogAiError('internal', messageOf(cause), { cause });
        this.#problem = { error, at: this.#now() };
        break;
      }
    }
    this.#working = undefined;
  }
}

/** Three decimals: the calibration promises no more. */
function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
