import { atOnce, type Steps } from '../parse/in_slices.ts';
import { z } from 'zod';
import { LogAiError } from '../../../common/errors.ts';
import type { AnomalyType } from '../../../common/documents/anomaly_document.ts';
import type { SeverityPrediction } from '../../../common/severity_prediction.ts';
import type { SeverityVerdict } from '../../../common/severity_rule.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import type { Level } from '../../../common/levels.ts';
import type { Measure } from '../../../common/units.ts';
import type { CountReader } from './counts/count_reader.ts';
import type { Finding } from './findings/finding.ts';
import type { Subject } from './findings/subject.ts';
import type { RateProfile, RateProfiles } from './profiles/rate_profile.ts';
import type { Session, SessionKind } from './sessions/session.ts';

/** What is known of a template apart from its counts. It survives restarts, so detectors need not remember it. */
export interface KnownTemplate {
  readonly text: string;
  /** Speaks where the counts have no level. */
  readonly level?: Level;
  /** What is said of the severity of its lines. */
  readonly verdict?: SeverityVerdict;
  /** How probable each severity is by what a model makes of its text. */
  readonly sounds?: SeverityPrediction['probabilities'];
  /** Milliseconds since the epoch. */
  readonly first_seen: number;
  /** Where its lines lie. */
  readonly data_streams?: readonly string[];
}

/** What a detector of minutes looks at. */
export interface Observation {
  /** The minute at whose end is judged, minutes since the epoch. */
  readonly minute: number;
  readonly counts: CountReader;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
  /** What is usual of each series, as far as a detector of the run learns it. */
  readonly profiles?: RateProfiles;
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
  /** The stored state is of another version or damaged; the detector started afresh. */
  | { readonly kind: 'state_discarded' }
);

/** What a detector remembers, by the key of the subject that it remembers it of. Plain JSON. */
export type SeriesState<Entry = unknown> = ReadonlyMap<string, Entry>;

/** @typeParam Entry - What is remembered of one subject. */
export interface Evaluation<Entry = unknown> {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
  /** What is remembered from now on of these subjects; undefined: nothing. All others stay as they are. */
  readonly changes: ReadonlyMap<string, Entry | undefined>;
  /** Profiles as they are from now on; undefined: none. All others stay as they are. */
  readonly learned?: ReadonlyMap<string, RateProfile | undefined>;
}

/**
 * What a detector judges. For each source there is one driver: of minutes it is `driveMinutes`, of sessions `driveSessions`, of
 * values `driveValues`; of templates it is the task `semantic`, see `semantic/detector.ts`.
 */
export type DetectorSource = 'minutes' | 'sessions' | 'templates' | 'values';

/** What detectors of all sources say of themselves. */
interface DetectorDescription<Entry> {
  /** Names its state and its verdicts. */
  readonly name: string;
  readonly source: DetectorSource;
  /** How what it remembers is stored. The version rises when what an entry means changes: old ones are discarded. */
  readonly state: { readonly version: number; readonly entry: z.ZodType<Entry> };
  /** The types of its findings. */
  readonly types: readonly AnomalyType[];
}

/**
 * A pure judge: the same observation and state give the same evaluation, and neither is changed. It judges each subject by
 * itself: what it remembers of one and finds of it does not depend on what it remembers of others.
 */
export interface Detector<Entry = unknown> extends DetectorDescription<Entry> {
  readonly source: 'minutes';
  /** A minute is judged by counts of so many minutes before it. */
  readonly lookback_minutes: number;
  /** After so many minutes without anything abnormal of a subject nothing of it is remembered. */
  readonly memory_minutes: number;
  /** Judges one minute. `state` is that after the minute before, absent at the start. */
  evaluate(observation: Observation & { readonly state?: SeriesState<Entry> }): Evaluation<Entry>;
  /** The same in steps of some milliseconds; nothing that it looks at is to change in between. */
  evaluateInSteps(
    observation: Observation & { readonly state?: SeriesState<Entry> },
  ): Steps<Evaluation<Entry>>;
}

/** Sessions of one kind that closed within a minute, by their ends, and what is remembered of that kind. */
export interface SessionObservation<Entry> {
  readonly kind: SessionKind;
  /** Minutes since the epoch. The same minute may come again with other sessions. */
  readonly minute: number;
  readonly sessions: readonly Session[];
  readonly templates: ReadonlyMap<string, Pick<KnownTemplate, 'text'>>;
  /** The live id of a template: what is remembered may name another one. */
  readonly resolve: (template_id: string) => string;
  readonly entry?: Entry | undefined;
}

/** Of how many sessions a detector could say something, and of how many not, and why. */
export type SessionVerdict = { readonly detector: string; readonly sessions: number } & (
  | { readonly kind: 'judged' | 'failed' | 'too_many_kinds' }
  | {
      readonly kind: 'insufficient_history';
      readonly known_sessions: number;
      readonly needed_sessions: number;
    }
);

/** A session that a finding was made of. */
export interface DeviantSession {
  /** Of the finding. */
  readonly subject: Subject;
  readonly key: string;
  /** Of its end, since the epoch. */
  readonly minute: number;
}

/** What became of the sessions of a minute. */
export interface SessionEvaluation<Entry> {
  readonly findings: readonly Finding[];
  /** Sessions that are part of a finding, each once; of those of which it was told later, the last ones. */
  readonly deviants: readonly DeviantSession[];
  readonly verdicts: readonly SessionVerdict[];
  /** What is remembered of the kind from now on; undefined: nothing. */
  readonly entry: Entry | undefined;
}

/** A pure judge of sessions, each kind by itself: as {@link Detector}, but of what happened under one key. */
export interface SessionDetector<Entry = unknown> extends DetectorDescription<Entry> {
  readonly source: 'sessions';
  /** It remembers so many kinds of sessions. */
  readonly max_kinds: number;
  /** A kind of which there was no session for so long is forgotten. */
  readonly memory_minutes: number;
  /** Whether something of a kind goes on: then it is asked each minute. */
  isOpen(entry: Entry): boolean;
  /** Judges one minute of a kind of sessions; without sessions it says what is over by now. */
  evaluate(observation: SessionObservation<Entry>): SessionEvaluation<Entry>;
}

/** Values of a parameter in a minute: those of all lines, or of some that were drawn from them. */
export interface ParameterValues {
  readonly template_id: string;
  readonly parameter: string;
  /** That of most of these lines. */
  readonly service?: string;
  /** `names`: texts, of which nothing is known but which are the same. */
  readonly kind: 'numbers' | 'names';
  /** What its unit measures. */
  readonly measure?: Measure;
  /** Numbers, in milliseconds or bytes where the parameter has a unit; of names their hashes. */
  readonly values: readonly number[];
  /** Where each of them stands, and the request that it is of; '' where it is of none. */
  readonly references?: readonly Reference[];
  readonly request_ids?: readonly string[];
}

/** What a detector of values looks at. */
export interface ValueObservation {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly parameters: readonly ParameterValues[];
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}

/** Of how many parameters a detector could say something in a minute, and of how many not, and why. */
export interface ValueVerdict {
  readonly detector: string;
  /** `counter`: its values count on, so that each is new. `varied`: its texts are of too many kinds, as those of users are. */
  readonly kind: 'judged' | 'insufficient_history' | 'counter' | 'varied';
  readonly minute: number;
  readonly parameters: number;
}

/** What became of the values of a minute. */
export interface ValueEvaluation<Entry> extends Pick<Evaluation<Entry>, 'findings' | 'changes'> {
  readonly verdicts: readonly ValueVerdict[];
}

/** A pure judge of the values of parameters, each by itself: as {@link Detector}, but of what stands in lines. */
export interface ValueDetector<Entry = unknown> extends DetectorDescription<Entry> {
  readonly source: 'values';
  /** After so many minutes without values nothing of a parameter is remembered. */
  readonly memory_minutes: number;
  evaluate(observation: ValueObservation & { readonly state?: SeriesState<Entry> }): ValueEvaluation<Entry>;
}

/**
 * Makes a detector of a judgement and lays down what holds for all: an unknown minute finds nothing and changes nothing.
 */
export function defineDetector<Entry>({
  judge,
  ...description
}: Omit<Detector<Entry>, 'evaluate' | 'evaluateInSteps' | 'source'> & {
  readonly judge: (
    observation: Observation & { readonly state: SeriesState<Entry> },
  ) => Steps<Evaluation<Entry>>;
}): Detector<Entry> {
  const evaluateInSteps: Detector<Entry>['evaluateInSteps'] = function* ({
    state = new Map<string, Entry>(),
    ...observation
  }) {
    const { minute } = observation;
    if (observation.counts.isKnown(minute)) return yield* judge({ ...observation, state });
    const verdict: Verdict = { detector: description.name, minute, kind: 'unknown_minute' };
    return { findings: [], verdicts: [verdict], changes: new Map() };
  };
  return {
    ...description,
    source: 'minutes',
    evaluate: (observation) => atOnce(evaluateInSteps(observation)),
    evaluateInSteps,
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
