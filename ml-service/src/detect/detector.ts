import { z } from 'zod';
import { LogAiError } from '../../../common/errors.ts';
import type { Level } from '../../../common/levels.ts';
import type { CountReader } from './counts/count_reader.ts';
import type { Finding } from './findings/finding.ts';

/** What is known of a template apart from its counts. It survives restarts, so detectors need not remember it. */
export interface KnownTemplate {
  readonly text: string;
  /** Speaks where the counts have no level. */
  readonly level?: Level;
  /** Milliseconds since the epoch. */
  readonly first_seen: number;
}

/** What a detector looks at. A later kind of detector adds its source as another member. */
export interface Observation {
  /** The minute at whose end is judged, minutes since the epoch. */
  readonly minute: number;
  readonly counts: CountReader;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}

/** What a detector could say of a minute. A known minute always gets one: no finding is an answer, not silence. */
export type Verdict = { readonly detector: string; readonly minute: number } & (
  | { readonly kind: 'judged' }
  | {
      readonly kind: 'insufficient_history';
      readonly known_minutes: number;
      readonly needed_minutes: number;
    }
  /** That many counted templates are not among those that the caller knows, so they were not judged. */
  | { readonly kind: 'unknown_templates'; readonly templates: number }
  /** Nothing covers the minute. */
  | { readonly kind: 'unknown_minute' }
  /** The state is of another version or damaged; the detector started afresh. */
  | { readonly kind: 'state_discarded' }
);

/** @typeParam State - Plain JSON: it lies in `log-ai-state` between two minutes. */
export interface Evaluation<State = unknown> {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
  readonly state: State;
}

/** A pure judge of minutes: the same observation and state give the same evaluation, and neither is changed. */
export interface Detector {
  /** Names its state and its verdicts. */
  readonly name: string;
  /** Judges one minute. `state` is that of the minute before, absent at the start. */
  evaluate(observation: Observation & { readonly state?: unknown }): Evaluation;
}

/**
 * Makes a detector of a judgement and lays down what holds for all: an unknown minute finds nothing and changes nothing,
 * and a state that does not fit is replaced by the first one, visibly.
 */
export function defineDetector<State>({
  name,
  state: schema,
  start,
  judge,
}: {
  readonly name: string;
  readonly state: z.ZodType<State>;
  readonly start: State;
  readonly judge: (observation: Observation & { readonly state: State }) => Evaluation<State>;
}): Detector {
  return {
    name,
    evaluate({ state, ...observation }) {
      const { minute } = observation;
      const parsed = schema.safeParse(state ?? start);
      const discarded: Verdict[] = parsed.success
        ? []
        : [{ detector: name, minute, kind: 'state_discarded' }];
      const known: State = parsed.success ? parsed.data : start;
      if (!observation.counts.isKnown(minute)) {
        const verdicts: Verdict[] = [...discarded, { detector: name, minute, kind: 'unknown_minute' }];
        return { findings: [], verdicts, state: known };
      }
      const evaluation = judge({ ...observation, state: known });
      return { ...evaluation, verdicts: [...discarded, ...evaluation.verdicts] };
    },
  };
}

/** Whether enough minutes of the past are known to judge one. */
export function verdictOfHistory({
  detector,
  minute,
  known_minutes,
  needed_minutes,
}: {
  readonly detector: string;
  readonly minute: number;
  readonly known_minutes: number;
  readonly needed_minutes: number;
}): Verdict {
  return known_minutes >= needed_minutes
    ? { detector, minute, kind: 'judged' }
    : { detector, minute, kind: 'insufficient_history', known_minutes, needed_minutes };
}

/**
 * A detector's configuration with its defaults filled in.
 *
 * @throws LogAiError `config_invalid` for an unknown key or a value that does not fit.
 */
export function configurationOf<Config extends z.ZodType>(
  schema: Config,
  options: z.input<Config>,
): z.output<Config> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new LogAiError(
    'config_invalid',
    `The detector's configuration does not fit: ${z.prettifyError(parsed.error)}`,
  );
}
