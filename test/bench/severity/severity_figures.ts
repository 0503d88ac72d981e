import { SeverityLabel } from '../../../common/levels.ts';
import type { SeverityPrediction } from '../../../common/severity_prediction.ts';

/** What a message is, and what was said of it. */
export interface Judged {
  readonly label: SeverityLabel;
  readonly prediction: Pick<SeverityPrediction, 'label' | 'confidence'>;
}

const LABELS = SeverityLabel.options;
const BINS = 15;
/** As sure as that, an answer may be relied on. */
const SURE = 0.8;
/** Critical and surer than that asks for action at once. */
const ALARM = 0.85;

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const isGrave = (label: SeverityLabel) => label === 'error' || label === 'critical';

/** Rows: what it is; columns: what was said. */
export function confusionOf(judged: readonly Judged[]): number[][] {
  const counts = LABELS.map(() => LABELS.map(() => 0));
  for (const { label, prediction } of judged)
    counts[LABELS.indexOf(label)]![LABELS.indexOf(prediction.label)]! += 1;
  return counts;
}

/** F1 of each label that occurs in what is or in what was said. */
export function f1ByLabel(judged: readonly Judged[]): Partial<Record<SeverityLabel, number>> {
  return Object.fromEntries(
    LABELS.flatMap((label) => {
      const said = judged.filter(({ prediction }) => prediction.label === label);
      const are = judged.filter((one) => one.label === label).length;
      const right = said.filter((one) => one.label === label).length;
      return said.length + are === 0 ? [] : [[label, (2 * right) / (said.length + are)]];
    }),
  );
}

export function macroF1(judged: readonly Judged[]): number {
  const values = Object.values(f1ByLabel(judged));
  return share(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

export function accuracyOf(judged: readonly Judged[]): number {
  return share(judged.filter(({ label, prediction }) => prediction.label === label).length, judged.length);
}

/** Expected calibration error: how far confidence and accuracy lie apart, over 15 bins of the confidence. */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = Map.groupBy(judged, ({ prediction }) =>
    Math.min(Math.floor(prediction.confidence * BINS), BINS - 1),
  );
  const error = [...bins.values()].reduce((sum, bin) => {
    const confidence = bin.reduce((total, { prediction }) => total + prediction.confidence, 0) / bin.length;
    return sum + bin.length * Math.abs(accuracyOf(bin) - confidence);
  }, 0);
  return share(error, judged.length);
}

/** All that is said of answers with a confidence. */
export function severityFigures(judged: readonly Judged[]) {
  const sure = judged.filter(({ prediction }) => prediction.confidence >= SURE);
  const critical = judged.filter(({ label }) => label === 'critical');
  const alarms = judged.filter(
    ({ prediction }) => prediction.label === 'critical' && prediction.confidence > ALARM,
  );
  const right = alarms.filter(({ label }) => label === 'critical').length;
  const grave = judged.filter(({ label }) => isGrave(label)).length;
  const told = judged.filter(({ prediction }) => isGrave(prediction.label));
  const gravely = told.filter(({ label }) => isGrave(label)).length;
  const rest = judged.length - grave - (told.length - gravely);
  const f1_grave = share(2 * gravely, grave + told.length);
  const f1_rest = share(2 * rest, judged.length - grave + (judged.length - told.length));
  return {
    rows: judged.length,
    f1: macroF1(judged),
    f1_by_label: f1ByLabel(judged),
    accuracy: accuracyOf(judged),
    ece: calibrationError(judged),
    confusion: confusionOf(judged),
    coverage_at_80: share(sure.length, judged.length),
    accuracy_at_80: accuracyOf(sure),
    error_or_worse: {
      f1: f1_grave,
      macro_f1: (f1_grave + f1_rest) / 2,
      accuracy: share(gravely + rest, judged.length),
    },
    critical_above_85: {
      told: alarms.length,
      precision: share(right, alarms.length),
      recall: share(right, critical.length),
    },
  };
}

/** The macro-F1 of whoever always says what is most frequent. */
export function majorityF1(judged: readonly Judged[]): number {
  const counts = LABELS.map((label) => judged.filter((one) => one.label === label).length);
  const label = LABELS[counts.indexOf(Math.max(...counts))]!;
  return macroF1(judged.map((one) => ({ ...one, prediction: { label, confidence: 1 } })));
}
