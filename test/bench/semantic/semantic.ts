import { join } from 'node:path';
import { OnnxEmbedder } from '../../../ml-service/src/adapters/onnx/onnx_embedder.ts';
import { OnnxSeverityClassifier } from '../../../ml-service/src/adapters/onnx/onnx_severity_classifier.ts';
import { expectedSeverity } from '../../../ml-service/src/detect/semantic/expected_severity.ts';
import { growForest, isolationScore } from '../../../ml-service/src/detect/semantic/isolation_forest.ts';
import { nearestOf, noveltyOf } from '../../../ml-service/src/detect/semantic/nearest_normal.ts';
import { seededRandom } from '../../../ml-service/src/detect/semantic/seeded_random.ts';
import { bothVoices, joinedScore } from '../../../ml-service/src/detect/semantic/semantic_score.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import { type Benchmark, BenchError, positiveInteger } from '../benchmark.ts';
import { labelFiles, readColumns } from '../parse/labelled_systems.ts';
import { embeddingPeers } from './embed_speed.ts';
import { LinePeer } from './line_peer.ts';
import type { SeverityPrediction } from '../../../common/severity_prediction.ts';
import { auroc, rankCorrelation, recallAt, type Scored } from './ranking.ts';

const PEER = join(import.meta.dirname, 'forest_peer.py');
const TREES = 300;
const FALSE_POSITIVES = 0.01;
/** What is taken for normal to judge the other half by. */
const TRAINED = 0.5;

/** A line with its vector. */
interface LabelledLine {
  readonly message: string;
  readonly vector: Float32Array;
  /** What the model says of it. */
  readonly severity: SeverityPrediction;
  readonly alert: boolean;
}

interface Split {
  readonly train: readonly LabelledLine[];
  readonly test: readonly LabelledLine[];
}

/** The rows that say in a column Label whether they are an alert: `-` is none. */
function readLabelled(folder: string): { readonly message: string; readonly alert: boolean }[] {
  const rows = labelFiles(folder).flatMap(({ path }) =>
    (readColumns(path, ['Content', 'Label']) ?? []).map(([message, label]) => ({
      message: message!,
      alert: label !== '-',
    })),
  );
  if (rows.some(({ alert }) => alert)) return rows;
  throw new BenchError(
    `No lines in ${folder} are labelled as alerts. Give --data a folder laid out as loghub_2k, in which ` +
      'SYSTEM/SYSTEM_2k.log_structured_corrected.csv has the columns Label and Content, as that of BGL.',
  );
}

function randomSplit(lines: readonly LabelledLine[], seed: number): Split {
  const random = seededRandom(seed);
  const drawn = lines.map((line) => ({ line, at: random() })).sort((a, b) => a.at - b.at);
  return timeSplit(drawn.map(({ line }) => line));
}

function timeSplit(lines: readonly LabelledLine[]): Split {
  const cut = Math.floor(lines.length * TRAINED);
  return { train: lines.slice(0, cut).filter(({ alert }) => !alert), test: lines.slice(cut) };
}

/** Each distinct vector once: what is normal is templates, not how often they come. */
const distinctVectors = (lines: readonly LabelledLine[]) => [
  ...new Map(lines.map(({ message, vector }) => [message, vector])).values(),
];

function forestScores({ train, test }: Split, seed: number): number[] {
  const forest = growForest(
    train.map(({ vector }) => vector),
    { trees: TREES, seed },
  );
  return test.map(({ vector }) => isolationScore(forest, vector));
}

/** What each detector but the forests says of the lines of the test; the higher, the more abnormal. */
function scoresOf({ train, test }: Split): Record<string, number[]> {
  const normal = distinctVectors(train);
  const novelty = new Map<string, number>();
  for (const { message, vector } of test)
    if (!novelty.has(message)) novelty.set(message, noveltyOf(nearestOf(vector, normal, { k: 1 }))!);
  const severities = {
    keyword: ({ message }: LabelledLine) => expectedSeverity(message),
    model_label: ({ severity }: LabelledLine) => severity.label,
    model: ({ severity }: LabelledLine) => severity.probabilities,
    both: ({ message, severity }: LabelledLine) =>
      bothVoices(expectedSeverity(message), severity.probabilities),
  };
  return {
    nearest_normal: test.map(({ message }) => novelty.get(message)!),
    ...Object.fromEntries(
      Object.entries(severities).flatMap(([name, severityOf]) => [
        [`${name}_severity`, test.map((line) => joinedScore({ novelty: 1, severity: severityOf(line) }))],
        [
          `joined_${name}`,
          test.map((line) =>
            joinedScore({ novelty: novelty.get(line.message)!, severity: severityOf(line) }),
          ),
        ],
      ]),
    ),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Alerts among lines of which only normal ones were seen before: by meaning, by words, and by both. */
export const semantic: Benchmark = {
  purpose: 'novelty by meaning: alerts of a labelled log, beside the isolation forest of scikit-learn',
  options: {
    splits: { value: 'N', help: 'random splits of the lines', default: '5' },
    // How far 60 agree is known to 0.014; six of them to 0.05.
    forests: { value: 'N', help: 'forests of each kind that are compared', default: '60' },
    model: { value: 'DIR', help: 'the model of severity; else the one of the product' },
  },
  run: async ({ say, options }) => {
    const splits = positiveInteger(options, 'splits');
    const forests = positiveInteger(options, 'forests');
    const rows = readLabelled(options['data'] ?? join(DATA_DIR, 'loghub_2k'));
    const texts = [...new Set(rows.map(({ message }) => message))];
    say(`${rows.length} lines, ${rows.filter(({ alert }) => alert).length} alerts, ${texts.length} distinct`);
    const embedder = new OnnxEmbedder();
    const embedded = await embedder.embed(texts);
    await embedder.close();
    const classifier = new OnnxSeverityClassifier(
      options['model'] === undefined ? {} : { folder: options['model'] },
    );
    const predictions = await classifier.classify(texts);
    await classifier.close();
    const known = new Map(
      texts.map((text, index) => [text, { vector: embedded[index]!, severity: predictions[index]! }]),
    );
    const lines = rows.map((row) => ({ ...row, ...known.get(row.message)! }));
    const peer = new LinePeer([embeddingPeers(say), PEER]);
    try {
      const figures = new Map<string, { random: Figure[]; time: Figure[] }>();
      const note = (split: Split, scores: Record<string, number[]>, kind: 'random' | 'time') => {
        for (const [name, values] of Object.entries(scores)) {
          const scored: Scored[] = split.test.map(({ alert }, index) => ({ alert, score: values[index]! }));
          const figure = { auroc: auroc(scored), recall: recallAt(FALSE_POSITIVES, scored) };
          figures.set(name, figures.get(name) ?? { random: [], time: [] });
          figures.get(name)![kind].push(figure);
        }
      };
      const scikitLearnScores = ({ train, test }: Split, seed: number) =>
        peer.ask<number[]>({
          train: train.map(({ vector }) => [...vector]),
          test: test.map(({ vector }) => [...vector]),
          trees: TREES,
          seed,
        });
      for (let seed = 1; seed <= splits; seed += 1) {
        const split = randomSplit(lines, seed);
        note(
          split,
          {
            ...scoresOf(split),
            isolation_forest: forestScores(split, seed),
            scikit_learn_forest: await scikitLearnScores(split, seed),
          },
          'random',
        );
        say(`random split ${seed}: joined ${figures.get('joined_both')!.random.at(-1)!.auroc.toFixed(3)}`);
      }
      const split = timeSplit(lines);
      note(split, scoresOf(split), 'time');
      const theirs: number[][] = [];
      const ours: number[][] = [];
      for (let seed = 1; seed <= forests; seed += 1) {
        theirs.push(await scikitLearnScores(split, seed));
        ours.push(forestScores(split, seed));
        note(split, { isolation_forest: ours.at(-1)!, scikit_learn_forest: theirs.at(-1)! }, 'time');
        say(`forests in time order: ${seed} of ${forests}`);
      }
      const withItself = (scores: readonly (readonly number[])[]) =>
        mean(scores.flatMap((a, i) => scores.slice(i + 1).map((b) => rankCorrelation(a, b))));
      const detectors = Object.fromEntries(
        [...figures].map(([name, { random, time }]) => [
          name,
          {
            auroc_random: mean(random.map(({ auroc: value }) => value)),
            auroc_time: mean(time.map(({ auroc: value }) => value)),
            recall_at_1pct_fpr: mean(random.map(({ recall }) => recall)),
            recall_at_1pct_fpr_time: mean(time.map(({ recall }) => recall)),
          },
        ]),
      );
      return {
        auroc_random: detectors['joined_both']!.auroc_random,
        auroc_time: detectors['joined_both']!.auroc_time,
        detectors,
        forest_agreement: {
          ours_with_scikit_learn: mean(ours.flatMap((a) => theirs.map((b) => rankCorrelation(a, b)))),
          ours_with_itself: withItself(ours),
          scikit_learn_with_itself: withItself(theirs),
        },
        lines: rows.length,
      };
    } finally {
      peer.close();
    }
  },
};

interface Figure {
  readonly auroc: number;
  readonly recall: number;
}
