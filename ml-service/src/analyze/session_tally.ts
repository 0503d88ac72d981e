import { detached } from '../../../common/detached_text.ts';
import type { VerdictSummary } from '../../../common/analysis_report.ts';
import { isFailure } from '../../../common/levels.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import type { CourseLine } from '../correlate/course/course_line.ts';
import { isOfShare } from '../correlate/request_share.ts';
import type { KnownTemplate, SessionVerdict } from '../detect/detector.ts';
import { driveSessions } from '../detect/drive_sessions.ts';
import type { Finding } from '../detect/findings/finding.ts';
import { sequenceDetector, type SequenceSettings } from '../detect/sequence/detector.ts';
import { cutSessions } from '../detect/sessions/cut_sessions.ts';
import type { SessionEvent } from '../detect/sessions/session.ts';
import { SeriesStates } from '../detect/state/series_states.ts';
import type { CountedLine } from './template_tally.ts';

/** Lines of sessions that are kept, as six numbers each: 10 MB. Above it the lines of half of the sessions are. */
const MOST_LINES = 200_000;
/** Lines of which it is asked where something began. A comparison takes about a second for them. */
const MOST_COMPARED_LINES = 50_000;
/** A request that says nothing for so long is over. */
const PAUSE_MS = 60_000;

/** Texts by number. */
class Numbered {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(detached(text)) - 1;
      this.numbers.set(this.texts[number]!, number);
    }
    return number;
  }
}

/** A line of a session, in numbers. */
interface KeptLine {
  readonly key: number;
  readonly time: number;
  readonly template: number;
  readonly service: number;
  readonly line: number;
  readonly is_failure: boolean;
}

/** The steps of sessions as the lines went by: which template each line is of is known at the end. */
export class SessionTally {
  private lines: KeptLine[] = [];
  private keys = new Numbered();
  private readonly templates = new Numbered();
  private readonly services = new Numbered();
  private share = 1;
  private first = Infinity;
  private last = -Infinity;

  /** @param template_id - The one that the line is of by now. */
  add({ event, timestamp, service, line }: CountedLine, template_id: string): void {
    const { request_id, level } = event;
    if (request_id === undefined || timestamp === undefined || !isOfShare(request_id, this.share)) return;
    this.first = Math.min(this.first, timestamp);
    this.last = Math.max(this.last, timestamp);
    this.lines.push({
      key: this.keys.numberOf(request_id),
      time: timestamp,
      template: this.templates.numberOf(template_id),
      service: this.services.numberOf(service),
      line,
      is_failure: isFailure(level),
    });
    while (this.lines.length > MOST_LINES && this.share > Number.EPSILON) this.halve();
  }

  private halve(): void {
    this.share /= 2;
    const before = this.keys.texts;
    this.keys = new Numbered();
    this.lines = this.lines
      .filter(({ key }) => isOfShare(before[key]!, this.share))
      .map((kept) => ({ ...kept, key: this.keys.numberOf(before[kept.key]!) }));
  }

  /**
   * Judges the sessions. Those of which the last line is as close to the end as the time-out may go on, and are left out.
   *
   * @param resolve - The final id of a template.
   */
  judge({
    settings,
    templates,
    resolve,
  }: {
    readonly settings: SequenceSettings;
    readonly templates: ReadonlyMap<string, KnownTemplate>;
    readonly resolve: (template_id: string) => string;
  }): { readonly findings: readonly Finding[]; readonly verdicts: readonly VerdictSummary[] } {
    const timeout_ms = settings.timeout_seconds * 1000;
    const to = this.last - timeout_ms;
    if (!(to > this.first)) return { findings: [], verdicts: [] };
    const detector = sequenceDetector(settings);
    const { findings, verdicts } = driveSessions({
      detector,
      state: new SeriesStates(detector.state),
      sessions: cutSessions(this.events(resolve), timeout_ms),
      templates,
      from: Math.floor(this.first / MINUTE_MS) * MINUTE_MS,
      to,
    });
    return { findings, verdicts: verdicts.flatMap((verdict) => this.summaryOf(verdict)) };
  }

  /**
   * Lines of each session, of a share of them where there are more than can be compared; none of requests that had no time.
   *
   * @param resolve - The final id of a template.
   */
  requests(
    resolve: (template_id: string) => string,
    timeout_ms = PAUSE_MS,
  ): readonly (readonly CourseLine[])[] {
    let sessions = cutSessions(this.events(resolve), timeout_ms);
    const linesOf = (some: typeof sessions) => some.reduce((sum, { events }) => sum + events.length, 0);
    for (let share = this.share / 2; linesOf(sessions) > MOST_COMPARED_LINES; share /= 2) {
      sessions = sessions.filter(({ key }) => isOfShare(key, share));
    }
    return sessions.map(({ events }) => events);
  }

  private *events(resolve: (template_id: string) => string): Generator<SessionEvent> {
    const live = this.templates.texts.map(resolve);
    for (const { key, time, template, service, line, is_failure } of this.lines) {
      yield {
        key: this.keys.texts[key]!,
        time,
        service: this.services.texts[service]!,
        template_id: live[template]!,
        ...(is_failure && { level: 'ERROR' }),
        reference: { _index: '', _id: String(line) },
      };
    }
  }

  private summaryOf(verdict: SessionVerdict): VerdictSummary[] {
    const { detector, kind, sessions } = verdict;
    if (kind !== 'judged' && kind !== 'insufficient_history') return [];
    return [
      {
        detector,
        kind,
        minutes: 0,
        sessions,
        ...(this.share < 1 && { share: this.share }),
        ...(kind === 'insufficient_history' && {
          known_sessions: verdict.known_sessions,
          needed_sessions: verdict.needed_sessions,
        }),
      },
    ];
  }
}
