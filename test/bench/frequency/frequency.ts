import { minuteOf } from '../../../common/minutes.ts';
import { CountHistory } from '../../../ml-service/src/detect/counts/count_history.ts';
import type { Detector, KnownTemplate } from '../../../ml-service/src/detect/detector.ts';
import { driveMinutes } from '../../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf } from '../../../ml-service/src/detect/findings/finding.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import { frequencyDetector } from '../../../ml-service/src/detect/frequency/detector.ts';
import { DetectionState } from '../../../ml-service/src/detect/state/detection_state.ts';
import { type Benchmark, type Figures, positiveInteger } from '../benchmark.ts';
import { type FindingScore, scoreFindings, type Told } from './score_findings.ts';
import { readSimulated, simulate, type SimulatedCounts, SIMULATOR } from './simulated_counts.ts';

/** A Monday: the simulator's weeks begin with one. */
const START = minuteOf(Date.parse('2026-01-05T00:00:00Z'));
/** The simulator injects nothing before. */
const TRAINING_MINUTES = 7 * 1440;
const HISTORY_MINUTES = 370;

/** How good the detectors are on simulated counts. */
export const frequency: Benchmark = {
  purpose: 'the detectors of rates on simulated counts: what they find, and how often they are wrong',
  options: {
    seed: { value: 'N', help: 'of the simulator', default: '1' },
    simulator: {
      value: 'FILE',
      help: 'simulate_counts.py; else in tools beside the data',
      default: SIMULATOR,
    },
  },
  run: ({ say, options }) => {
    const seed = positiveInteger(options, 'seed');
    const { data, simulator = SIMULATOR } = options;
    const counts = data === undefined ? simulate({ simulator, seed }) : readSimulated(data);
    say(`${counts.minutes.length} minutes, ${counts.injected.length} injected`);
    return measure(counts, say);
  },
};

function measure({ minutes, injected }: SimulatedCounts, say: (text: string) => void): Figures {
  const history = new CountHistory({ span_minutes: HISTORY_MINUTES });
  const templates = new Map<string, KnownTemplate>();
  const ours = new Contestant(detectorsOf());
  const simple = new Contestant([frequencyDetector()]);
  for (const [index, rows] of minutes.entries()) {
    const minute = START + index;
    for (const { template_id } of rows) {
      if (!templates.has(template_id))
        templates.set(template_id, { text: template_id, first_seen: minute * 60_000 });
    }
    history.replace({ counts: rows.map((row) => ({ ...row, minute })) });
    for (const contestant of [ours, simple]) contestant.judge(minute, history, templates);
  }
  const scored = { injected, from: TRAINING_MINUTES, to: minutes.length };
  const score = scoreFindings({ ...scored, told: ours.told() });
  const learning = scoreFindings({ ...scored, told: ours.told(), from: 0, to: TRAINING_MINUTES });
  for (const one of score.missed) say(`missed ${JSON.stringify(one)}`);
  for (const one of score.false_alarms) say(`false ${JSON.stringify(one)}`);
  return {
    ...figuresOf(score),
    learning_false_alarms_per_day: learning.false_alarms_per_day,
    simple_rule: figuresOf(scoreFindings({ ...scored, told: simple.told() })),
    ms_a_minute: ours.ms / minutes.length,
  };
}

function figuresOf({ missed: _missed, false_alarms: _false_alarms, ...figures }: FindingScore): Figures {
  return figures;
}

/** Detectors that judge minute by minute as the live task does, and what they told when. */
class Contestant {
  ms = 0;
  private readonly detectors: readonly Detector[];
  private readonly state = new DetectionState();
  private readonly all = new Map<string, Told>();

  constructor(detectors: readonly Detector[]) {
    this.detectors = detectors;
  }

  judge(minute: number, counts: CountHistory, templates: ReadonlyMap<string, KnownTemplate>): void {
    const { detectors, state } = this;
    const begin = performance.now();
    const run = driveMinutes({ detectors, state, counts, templates, from: minute, to: minute + 1 });
    this.ms += performance.now() - begin;
    for (const finding of run.findings) {
      const id = anomalyIdOf(finding);
      const told = this.all.get(id)?.told ?? minute - START;
      const { template_id: template = '', start, end } = finding;
      this.all.set(id, { template, start: start - START, end: end - START, told });
    }
  }

  told(): readonly Told[] {
    return [...this.all.values()];
  }
}
