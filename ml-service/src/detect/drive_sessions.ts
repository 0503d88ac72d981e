import { MINUTE_MS, minuteOf, timeOfMinute } from '../../../common/minutes.ts';
import type { DeviantSession, SessionDetector, SessionObservation, SessionVerdict } from './detector.ts';
import { type Finding, latestFindings } from './findings/finding.ts';
import { compareSessions } from './sessions/cut_sessions.ts';
import { kindOf, type Session, type SessionKind } from './sessions/session.ts';
import type { SeriesStates } from './state/series_states.ts';

/** What a run over sessions found. */
export interface SessionRun {
  /** Each finding once, as it stood at the end of the run. */
  readonly findings: readonly Finding[];
  /** The sessions of which they were made in the run, and those of before that they were found to be made of, too. */
  readonly deviants: readonly DeviantSession[];
  /** What was said of how many sessions, by kind. */
  readonly verdicts: readonly SessionVerdict[];
}

/**
 * The driver of detectors whose source is sessions: judges those that closed in [from, to), minute by minute. A range in one
 * run or in two, with the same state, gives the same findings; so do its sessions in any order.
 *
 * @param options.state - What was remembered until `from`; afterwards it is what is remembered until `to`.
 * @param options.from - Milliseconds since the epoch, as `to` and the ends of sessions.
 * @example
 * const state = new SeriesStates(detector.state);
 * const { findings } = driveSessions({ detector, state, sessions: cutSessions(events, 30_000), templates, from, to });
 */
export function driveSessions<Entry>(options: {
  readonly detector: SessionDetector<Entry>;
  readonly state: SeriesStates<Entry>;
  readonly sessions: readonly Session[];
  readonly templates: SessionObservation<Entry>['templates'];
  /** The live id of a template: what is remembered of another follows it. */
  readonly resolve?: (template_id: string) => string;
  readonly from: number;
  readonly to: number;
}): SessionRun {
  const { detector, state, sessions, templates, from, to, resolve = sameId } = options;
  followTemplates(options);
  const findings: Finding[] = [];
  const deviants: DeviantSession[] = [];
  const verdicts = new SessionTally();
  const closed = sessions.filter(({ end }) => end >= from && end < to).sort(compareSessions);
  const by_minute = Map.groupBy(closed, ({ end }) => minuteOf(end));
  for (let minute = minuteOf(from); minute < to / MINUTE_MS; minute++) {
    const by_kind = Map.groupBy(by_minute.get(minute) ?? [], (session) => keyOfKind(kindOf(session)));
    for (const key of [...new Set([...by_kind.keys(), ...openKinds(options)])].sort()) {
      const due = (by_kind.get(key) ?? []).filter(({ end }) => !state.has(key, end));
      if (due.length === 0 && state.has(key, timeOfMinute(minute))) continue;
      if (!hasRoom(options, { key, minute })) {
        verdicts.add({ detector: detector.name, kind: 'too_many_kinds', sessions: due.length });
        continue;
      }
      const entry = state.entries.get(key);
      const kind = kindOfKey(key);
      const evaluation = detector.evaluate({ kind, minute, sessions: due, templates, resolve, entry });
      findings.push(...evaluation.findings);
      deviants.push(...evaluation.deviants);
      for (const verdict of evaluation.verdicts) verdicts.add(verdict);
      state.apply(new Map([[key, evaluation.entry]]), due.at(-1)?.end ?? timeOfMinute(minute));
    }
  }
  return { findings: latestFindings(findings), deviants, verdicts: verdicts.all() };
}

type RunOptions<Entry> = Parameters<typeof driveSessions<Entry>>[0];

/** Of these something may be over by now. */
function openKinds<Entry>({ detector, state }: RunOptions<Entry>): string[] {
  return [...state.entries].filter(([, entry]) => detector.isOpen(entry)).map(([key]) => key);
}

/** Whether one more kind can be remembered: what was quiet for long makes room. */
function hasRoom<Entry>(
  { detector, state, templates, resolve = sameId }: RunOptions<Entry>,
  { key, minute }: { key: string; minute: number },
): boolean {
  const isFull = () => !state.entries.has(key) && state.entries.size >= detector.max_kinds;
  if (!isFull()) return true;
  for (const [quiet, entry] of state.entries) {
    const kind = kindOfKey(quiet);
    const left = detector.evaluate({ kind, minute, sessions: [], templates, resolve, entry }).entry;
    if (left === undefined) state.apply(new Map([[quiet, undefined]]), timeOfMinute(minute));
  }
  return !isFull();
}

const sameId = (template_id: string): string => template_id;

/** Kinds begin with the template that stands for theirs by now. */
function followTemplates<Entry>({ state, resolve = sameId, from }: RunOptions<Entry>): void {
  for (const [key, entry] of state.entries) {
    const { service, template } = kindOfKey(key);
    const live = keyOfKind({ service, template: resolve(template) });
    if (live === key || state.has(key, from) || state.has(live, from)) continue;
    state.apply(
      new Map([[key, undefined], ...(state.entries.has(live) ? [] : [[live, entry] as const])]),
      from,
    );
  }
}

/** By which what is remembered of a kind is stored. */
function keyOfKind({ service, template }: SessionKind): string {
  return JSON.stringify([service, template]);
}

function kindOfKey(key: string): SessionKind {
  const [service, template] = JSON.parse(key) as [string, string];
  return { service, template };
}

/** Sums of verdicts, by kind; of what is known too little of, the most that was known. */
class SessionTally {
  private readonly sums = new Map<string, SessionVerdict>();

  add(verdict: SessionVerdict): void {
    if (verdict.sessions === 0) return;
    const before = this.sums.get(verdict.kind);
    const sum: SessionVerdict = { ...verdict, sessions: verdict.sessions + (before?.sessions ?? 0) };
    const isMore =
      sum.kind === 'insufficient_history' &&
      before?.kind === 'insufficient_history' &&
      before.known_sessions > sum.known_sessions;
    this.sums.set(verdict.kind, isMore ? { ...sum, known_sessions: before.known_sessions } : sum);
  }

  all(): readonly SessionVerdict[] {
    return [...this.sums.values()];
  }
}
