import type { VerdictSummary } from '../../../common/analysis_report.ts';
import { LogAiError } from '../../../common/errors.ts';
import { minuteOf } from '../../../common/minutes.ts';
import { UNKNOWN_SERVICE } from '../correlate/request_assembler.ts';
import type { Finding } from '../detect/findings/finding.ts';
import type { SeenTemplate, TemplateDetector } from '../detect/semantic/detector.ts';
import { meaningText } from '../detect/semantic/meaning_text.ts';
import type { SeverityPrediction } from '../../../common/severity_prediction.ts';
import { atOnce } from '../parse/in_slices.ts';
import type { TemplateTally } from './template_tally.ts';

/** What judges templates by their meaning. */
export interface MeaningJudge {
  readonly detector: TemplateDetector;
  /**
   * Vectors of texts, in their order.
   *
   * @throws LogAiError `model_unusable`.
   */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
}

/** Texts of so many templates are embedded in some three seconds; a log with more is seldom one of a program. */
const MOST_TEMPLATES = 2000;

/** What was found by meaning, and what could be said. */
export interface JudgedMeanings {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly VerdictSummary[];
}

/**
 * Judges the templates of an input by their meaning. A model reads texts only where one of them may be abnormal: where it is
 * new of a source that was known, and sounds severe.
 *
 * @param tallies - By the final id of the template.
 * @param predictions - What a model makes of the severity of their texts.
 */
export async function judgeMeanings({
  detector,
  embed,
  tallies,
  predictions = new Map(),
}: MeaningJudge & {
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly predictions?: ReadonlyMap<string, SeverityPrediction>;
}): Promise<JudgedMeanings> {
  const templates = seenTemplates(tallies, predictions);
  const moments = [...templates.values()];
  if (moments.length === 0) return { findings: [], verdicts: [] };
  const first = moments.reduce((least, { first_seen }) => Math.min(least, first_seen), Infinity);
  const last = moments.reduce((most, { last_seen }) => Math.max(most, last_seen), -Infinity);
  const minute = minuteOf(last);
  const judge = (candidates: readonly string[], meanings: ReadonlyMap<string, Float32Array>) =>
    atOnce(detector.evaluate({ minute, candidates, templates, meanings }));
  const said = [...judge([...templates.keys()], new Map()).verdicts];
  const candidates = said
    .filter(([id, verdict]) => verdict === 'unembedded' && detector.canBeAbnormal(templates.get(id)!))
    .map(([id]) => id);
  const verdictOf = (verdict: Partial<VerdictSummary> & Pick<VerdictSummary, 'kind'>): JudgedMeanings => ({
    findings: [],
    verdicts: [{ detector: detector.name, minutes: 0, ...verdict }],
  });
  if (candidates.length === 0) {
    const known_minutes = minute - minuteOf(first);
    if (known_minutes < detector.needed_minutes)
      return verdictOf({
        kind: 'insufficient_history',
        known_minutes,
        needed_minutes: detector.needed_minutes,
      });
    if (templates.size <= detector.needed_templates)
      return verdictOf({
        kind: 'insufficient_templates',
        known_templates: templates.size,
        needed_templates: detector.needed_templates,
      });
    return verdictOf({ kind: 'judged' });
  }
  if (templates.size > MOST_TEMPLATES)
    return verdictOf({ kind: 'too_many_templates', known_templates: templates.size });
  const ids = [...templates.keys()];
  try {
    const vectors = await embed(ids.map((id) => meaningText(templates.get(id)!.text)));
    const meanings = new Map(ids.map((id, at) => [id, vectors[at]!]));
    return { ...verdictOf({ kind: 'judged' }), findings: judge(candidates, meanings).findings };
  } catch (error) {
    if (!(error instanceof LogAiError && error.code === 'model_unusable')) throw error;
    return verdictOf({ kind: 'model_unusable' });
  }
}

/** Those of whose lines one knows when they came. */
function seenTemplates(
  tallies: ReadonlyMap<string, TemplateTally>,
  predictions: ReadonlyMap<string, SeverityPrediction>,
): ReadonlyMap<string, SeenTemplate> {
  const timed = [...tallies].filter(([, { first_seen }]) => first_seen !== Infinity);
  return new Map(
    timed.map(([id, tally]) => {
      const level = tally.mainLevel();
      const sounds = predictions.get(id)?.probabilities;
      return [
        id,
        {
          text: tally.template.text,
          first_seen: tally.first_seen,
          last_seen: tally.last_seen,
          services: [...tally.services].filter((name) => name !== UNKNOWN_SERVICE),
          ...(level === undefined ? {} : { level }),
          ...(sounds && { sounds }),
        },
      ];
    }),
  );
}
