import type { VerdictSummary } from '../../../common/analysis_report.ts';
import { LogAiError } from '../../../common/errors.ts';
import { joinSeverity, type JoinedSeverity } from '../../../common/severity_rule.ts';
import type { SeverityPrediction } from '../../../common/severity_prediction.ts';
import type { TemplateTally } from './template_tally.ts';

/** What says how severe texts are. @throws LogAiError `model_unusable`. */
export type ClassifyTexts = (texts: readonly string[]) => Promise<readonly SeverityPrediction[]>;

/** How severe templates are, and what could not be said. */
export interface JudgedSeverities {
  /** By the id of the template; absent where neither its lines nor a model say anything. */
  readonly severities: ReadonlyMap<string, JoinedSeverity>;
  /** What the model said, by the id of the template. */
  readonly predictions: ReadonlyMap<string, SeverityPrediction>;
  readonly verdicts: readonly VerdictSummary[];
}

/** Texts of so many templates are read in some three seconds; those with most lines are. */
const MOST_TEMPLATES = 2000;

/**
 * The severity of templates: of the level that most of their lines state, and of what a model says of their text.
 *
 * @param tallies - By the final id of the template.
 */
export async function judgeSeverities({
  tallies,
  classify,
}: {
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly classify: ClassifyTexts | undefined;
}): Promise<JudgedSeverities> {
  const read = [...tallies].sort(([, a], [, b]) => b.count - a.count).slice(0, MOST_TEMPLATES);
  const { predictions, verdicts } = await predict(
    classify,
    read.map(([, { template }]) => template.text),
  );
  const said = new Map(
    read.flatMap(([id], at): [string, SeverityPrediction][] =>
      predictions[at] ? [[id, predictions[at]]] : [],
    ),
  );
  const severities = new Map<string, JoinedSeverity>();
  for (const [id, tally] of tallies) {
    const prediction = said.get(id);
    const verdict = prediction && { ...prediction, by: 'model' as const };
    const severity = joinSeverity({ level: tally.mainLevel(), verdict });
    if (severity) severities.set(id, severity);
  }
  return { severities, predictions: said, verdicts };
}

async function predict(
  classify: ClassifyTexts | undefined,
  texts: readonly string[],
): Promise<{
  predictions: readonly SeverityPrediction[];
  verdicts: readonly VerdictSummary[];
}> {
  if (classify === undefined) return { predictions: [], verdicts: [] };
  try {
    return { predictions: await classify(texts), verdicts: [] };
  } catch (error) {
    if (!(error instanceof LogAiError && error.code === 'model_unusable')) throw error;
    return { predictions: [], verdicts: [{ detector: 'severity', kind: 'model_unusable', minutes: 0 }] };
  }
}
