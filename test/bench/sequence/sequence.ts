import { join } from 'node:path';
import { exceededOf, limitsOf } from '../../../ml-service/src/detect/sequence/limits.ts';
import type { Sequence } from '../../../ml-service/src/detect/sequence/sequence.ts';
import { SequenceModel, type Signal } from '../../../ml-service/src/detect/sequence/sequence_model.ts';
import { SequenceConfig } from '../../../ml-service/src/settings/detectors.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import { type Benchmark, type BenchRun, type Figures, positiveInteger } from '../benchmark.ts';
import { reordered } from './reordered.ts';
import { type LabelledSessions, type Prevalence, readSessions } from './session_files.ts';
import { type Judge, seenCounts, seenNgrams } from './set_models.ts';

const FEW = 500;
const REORDERED = 2000;
/** Where a session is told by itself: in the product it takes more than one that deviates in the same way. */
const ORDER_RATE = 0.0002;
/** Where the order is all there is to go by, it may take four times as many normal sessions for abnormal. */
const ORDER_ALONE_RATE = 0.002;

/** How good the detector of sequences is on sessions with labels. */
export const sequence: Benchmark = {
  purpose: 'abnormal sessions by the order and the number of their events, beside plain n-grams',
  options: {
    seed: { value: 'N', help: 'of the reordered sessions', default: '1' },
    prevalence: {
      value: 'N:M',
      help: 'normal and abnormal sessions to scale to; else those of a known data set, else of the files',
    },
  },
  run: ({ say, options }) => {
    const sessions = readSessions(options['data'] ?? join(DATA_DIR, 'hdfs_sessions'), prevalenceOf(options));
    const { train, normal, abnormal, prevalence } = sessions;
    say(`${train.length} to learn from, ${normal.length} normal and ${abnormal.length} abnormal to judge,`);
    say(`scaled to ${prevalence.normal} normal and ${prevalence.abnormal} abnormal`);
    return measure(sessions, positiveInteger(options, 'seed'), say);
  },
};

function prevalenceOf({ prevalence }: BenchRun['options']): Prevalence | undefined {
  if (prevalence === undefined) return undefined;
  const [normal = '', abnormal = ''] = prevalence.split(':');
  return {
    normal: positiveInteger({ prevalence: normal }, 'prevalence'),
    abnormal: positiveInteger({ prevalence: abnormal }, 'prevalence'),
  };
}

function measure(sessions: LabelledSessions, seed: number, say: BenchRun['say']): Figures {
  const { train, normal } = sessions;
  const begin = performance.now();
  const together = trained(train);
  const learn_ms = performance.now() - begin;
  const few = trained(train.slice(0, FEW));
  const order_models = {
    ngram_3: seenNgrams(train, 3, { marks: false }),
    ngram_3_marks: seenNgrams(train, 3, { marks: true }),
    ngram_2_marks: seenNgrams(train, 2, { marks: true }),
    order: trained(train, ['step', 'flow'], ORDER_ALONE_RATE),
  };
  const models = {
    ...order_models,
    count_ranges: seenCounts(train),
    counts: trained(train, ['counts']),
    together,
  };
  const scores = Object.fromEntries(
    Object.entries(models).map(([name, judge]) => [name, scoreOf(judge, sessions)]),
  );
  for (const [name, { false_alarms, missed, f1 }] of Object.entries(scores))
    say(`${name.padEnd(16)}F1 ${f1.toFixed(4)}, ${false_alarms} false alarms, ${missed} missed`);
  const shuffled = reordered(normal, { most: REORDERED, seed });
  const judged_begin = performance.now();
  const found = shuffled.filter(together).length;
  const judge_ms = performance.now() - judged_begin;
  const f1s = Object.fromEntries(Object.entries(scores).map(([name, { f1 }]) => [name, f1]));
  return {
    f1: f1s['together'],
    f1_500: scoreOf(few, sessions).f1,
    f1_order_only: Math.max(...Object.keys(order_models).map((name) => f1s[name]!)),
    reordered_recall: shuffled.length === 0 ? null : found / shuffled.length,
    false_alarm_rate: scores['together']!.false_alarms / normal.length,
    recall: 1 - scores['together']!.missed / sessions.abnormal.length,
    models: f1s,
    prevalence: sessions.prevalence,
    learn_ms,
    sessions_per_second: (1000 * shuffled.length) / judge_ms,
  };
}

/** The model of the product, with limits of what it learned alone. */
function trained(
  train: readonly Sequence[],
  signals: readonly Signal[] = ['counts', 'step', 'flow'],
  order_rate = ORDER_RATE,
): Judge {
  const config = SequenceConfig.parse({});
  const model = new SequenceModel(config);
  for (const session of train) model.learn(session);
  const { counts_rate } = config;
  const limits = limitsOf(model, { counts: counts_rate, step: order_rate, flow: order_rate });
  return (session) =>
    exceededOf(model.measure(session).signals, limits).some((signal) => signals.includes(signal));
}

function scoreOf(judge: Judge, { normal, abnormal, prevalence }: LabelledSessions) {
  const of = judgedOnce(judge);
  const false_alarms = normal.filter(of).length;
  const found = abnormal.filter(of).length;
  const right = (found / abnormal.length) * prevalence.abnormal;
  const wrong = (false_alarms / normal.length) * prevalence.normal;
  return {
    false_alarms,
    missed: abnormal.length - found,
    f1: found === 0 ? 0 : (2 * right) / (right + wrong + prevalence.abnormal),
  };
}

/** Many sessions are the same. */
function judgedOnce(judge: Judge): Judge {
  const verdicts = new Map<string, boolean>();
  return (session) => {
    const key = session.join(' ');
    let verdict = verdicts.get(key);
    if (verdict === undefined) verdicts.set(key, (verdict = judge(session)));
    return verdict;
  };
}
