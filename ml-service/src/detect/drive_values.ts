import type { ValueDetector, ValueObservation, ValueVerdict } from './detector.ts';
import { type Finding, latestFindings } from './findings/finding.ts';
import { subjectKeyOf } from './findings/subject.ts';
import type { SeriesStates } from './state/series_states.ts';

/** What a run over values found. */
export interface ValueRun {
  /** Each finding once, as it stood at the end of the run. */
  readonly findings: readonly Finding[];
  /** What was said last of how many parameters, by kind. */
  readonly verdicts: readonly ValueVerdict[];
}

/**
 * The driver of detectors whose source is values of parameters: judges minute by minute. A range in one run or in two, with the same
 * state, gives the same findings.
 *
 * @param options.state - What was remembered until the first minute; afterwards it is what is remembered until the last.
 * @param options.minutes - Ascending; one without values is asked, too, as something may be over by then.
 * @example
 * const state = new SeriesStates(detector.state);
 * const { findings } = driveValues({ detector, state, minutes: [{ minute, parameters }], templates });
 */
export function driveValues<Entry>({
  detector,
  state,
  minutes,
  templates,
}: {
  readonly detector: ValueDetector<Entry>;
  readonly state: SeriesStates<Entry>;
  readonly minutes: Iterable<Pick<ValueObservation, 'minute' | 'parameters'>>;
  readonly templates: ValueObservation['templates'];
}): ValueRun {
  const findings: Finding[] = [];
  const verdicts = new Map<string, ValueVerdict>();
  for (const { minute, parameters } of minutes) {
    const evaluation = detector.evaluate({ minute, parameters, templates, state: state.entries });
    for (const finding of evaluation.findings) {
      if (!state.has(subjectKeyOf(finding.subject), minute)) findings.push(finding);
    }
    state.apply(evaluation.changes, minute);
    for (const verdict of evaluation.verdicts) verdicts.set(verdict.kind, verdict);
  }
  return { findings: latestFindings(findings), verdicts: [...verdicts.values()] };
}
