import type { VerdictSummary } from '../../../common/analysis_report.ts';
import type { KnownTemplate, ParameterValues } from '../detect/detector.ts';
import { driveValues } from '../detect/drive_values.ts';
import type { Finding } from '../detect/findings/finding.ts';
import { parameterDetector, type ParameterSettings } from '../detect/parameter/detector.ts';
import { LONGEST_WINDOW } from '../detect/parameter/judge_numbers.ts';
import { SeriesStates } from '../detect/state/series_states.ts';
import type { TemplateTally } from './template_tally.ts';

/** Minutes without a value in which something may be over: of a longer gap all others say nothing. */
const AFTERWARDS = 15;

/** Judges the values of an input. */
export function judgeValues({
  settings,
  tallies,
  templates,
}: {
  readonly settings: ParameterSettings;
  /** By the final id of the template. */
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): { readonly findings: readonly Finding[]; readonly verdicts: readonly VerdictSummary[] } {
  const by_minute = new Map<number, ParameterValues[]>();
  for (const [id, tally] of tallies) {
    for (const [minute, values] of tally.valuesByMinute(id)) {
      const some = by_minute.get(minute);
      if (some) some.push(values);
      else by_minute.set(minute, [values]);
    }
  }
  if (by_minute.size === 0) return { findings: [], verdicts: [] };
  const detector = parameterDetector(settings);
  const { findings, verdicts } = driveValues({
    detector,
    state: new SeriesStates(detector.state),
    minutes: minutesOf(by_minute),
    templates,
  });
  const known_minutes = by_minute.size;
  const needed_minutes = settings.min_level_minutes + LONGEST_WINDOW;
  return {
    findings,
    verdicts: verdicts
      .filter(({ kind }) => kind === 'judged' || kind === 'insufficient_history')
      .map(({ kind, parameters }): VerdictSummary => ({
        detector: detector.name,
        kind: kind as 'judged' | 'insufficient_history',
        minutes: 0,
        parameters,
        ...(kind === 'insufficient_history' &&
          known_minutes < needed_minutes && { known_minutes, needed_minutes }),
      })),
  };
}

/** Ascending: those that have values, and some after each. */
function* minutesOf(by_minute: ReadonlyMap<number, readonly ParameterValues[]>) {
  let next = -Infinity;
  for (const first of [...by_minute.keys()].sort((a, b) => a - b)) {
    for (let minute = Math.max(first, next); minute <= first + AFTERWARDS; minute += 1) {
      const parameters = by_minute.get(minute) ?? [];
      yield { minute, parameters };
      next = minute + 1;
    }
  }
}
