import { join } from 'node:path';
import { CachedSeverityClassifier } from '../../../ml-service/src/adapters/onnx/cached_answers.ts';
import { OnnxSeverityClassifier } from '../../../ml-service/src/adapters/onnx/onnx_severity_classifier.ts';
import { expectedSeverity } from '../../../ml-service/src/detect/semantic/expected_severity.ts';
import type { SeverityClassifier } from '../../../ml-service/src/ports/severity_classifier.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import type { Benchmark } from '../benchmark.ts';
import {
  heldOut,
  type LabelledMessage,
  readLabelledMessages,
  readLoghubLevels,
} from './labelled_messages.ts';
import { accuracyOf, type Judged, macroF1, majorityF1, severityFigures } from './severity_figures.ts';

/** What the rule of keywords says, without knowing how sure it is. */
const byKeywords = (rows: readonly LabelledMessage[]): Judged[] =>
  rows.map(({ label, message }) => ({
    label,
    prediction: { label: expectedSeverity(message), confidence: 1 },
  }));

async function byModel(
  rows: readonly { readonly label: Judged['label']; readonly message: string }[],
  classifier: SeverityClassifier,
): Promise<Judged[]> {
  const predictions = await classifier.classify(rows.map(({ message }) => message));
  return rows.map(({ label }, index) => ({ label, prediction: predictions[index]! }));
}

async function partFigures(rows: readonly LabelledMessage[], classifier: SeverityClassifier) {
  const judged = await byModel(rows, classifier);
  const keyword = severityFigures(byKeywords(rows));
  const names = [...new Set(rows.map(({ system }) => system))].sort();
  const isOf = (name: string) => (_: unknown, index: number) => rows[index]!.system === name;
  const systems = names.map((name) => {
    const own = rows.filter(isOf(name));
    return [
      name,
      { f1: macroF1(judged.filter(isOf(name))), keyword_f1: macroF1(byKeywords(own)), rows: own.length },
    ] as const;
  });
  return {
    ...severityFigures(judged),
    majority_f1: majorityF1(judged),
    keyword: {
      f1: keyword.f1,
      accuracy: keyword.accuracy,
      error_or_worse: keyword.error_or_worse,
      confusion: keyword.confusion,
    },
    systems: Object.fromEntries(systems),
  };
}

/** Accuracy of each system of loghub, by lines: of the model asked with lines and with templates, and of the rule. */
async function loghubFigures(classifier: SeverityClassifier) {
  const rows = readLoghubLevels(join(DATA_DIR, 'loghub_2k'));
  const names = [...new Set(rows.map(({ system }) => system))];
  const figures: Record<string, object> = {};
  for (const name of names) {
    const own = rows.filter(({ system }) => system === name);
    const templates = own.map(({ label, template }) => ({ label, message: template }));
    figures[name] = {
      accuracy: accuracyOf(await byModel(own, classifier)),
      accuracy_of_templates: accuracyOf(await byModel(templates, classifier)),
      keyword_accuracy: accuracyOf(byKeywords(own)),
      rows: own.length,
    };
  }
  return figures;
}

/** Of so many texts the speed is taken. */
const TIMED = 3000;

async function speedOf(texts: readonly string[], classifier: SeverityClassifier): Promise<number> {
  const timed = texts.slice(0, TIMED);
  const started = performance.now();
  await classifier.classify(timed);
  return timed.length / ((performance.now() - started) / 1000);
}

/** How often the model says what the level of a log statement says, beside the rule of keywords. */
export const severity: Benchmark = {
  purpose:
    'severity by meaning: the model beside keywords, on messages and systems it never saw (--data FILE.csv)',
  options: {
    model: { value: 'DIR', help: 'a model to be judged; else the one of the product' },
  },
  run: async ({ say, options }) => {
    const classifier = new OnnxSeverityClassifier(
      options['model'] === undefined ? {} : { folder: options['model'] },
    );
    try {
      if (options['data'] !== undefined) {
        const rows = readLabelledMessages(options['data']);
        say(`${rows.length} messages`);
        return { model: classifier.model, ...(await partFigures(rows, classifier)) };
      }
      const parts = { messages: heldOut('messages'), systems: heldOut('systems') };
      say(`${parts.messages.length} messages of known systems, ${parts.systems.length} of others`);
      await classifier.classify(['']);
      const messages = await partFigures(parts.messages, classifier);
      const systems = await partFigures(parts.systems, classifier);
      return {
        f1_messages: messages.f1,
        f1_systems: systems.f1,
        ece_messages: messages.ece,
        ece_systems: systems.ece,
        keyword: { f1_messages: messages.keyword.f1, f1_systems: systems.keyword.f1 },
        messages,
        systems,
        loghub: await loghubFigures(new CachedSeverityClassifier(classifier)),
        texts_per_s: await speedOf(
          parts.systems.map(({ message }) => message),
          classifier,
        ),
        peak_mb: process.resourceUsage().maxRSS / 1024,
        model: classifier.model,
      };
    } finally {
      await classifier.close();
    }
  },
};
