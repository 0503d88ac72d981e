import { DetectorMemory } from '../judge/detector_memory.ts';
import { requestShare } from '../../correlate/request_share.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { MINUTE_MS, timeOfMinute } from '../../../../common/minutes.ts';
import type { RefusedId } from '../../correlate/request_bounds.ts';
import type { DeviantSession, SessionDetector, SessionVerdict } from '../../detect/detector.ts';
import { subjectKeyOf } from '../../detect/findings/subject.ts';
import { driveSessions } from '../../detect/drive_sessions.ts';
import { sequenceDetector, type SequenceSettings } from '../../detect/sequence/detector.ts';
import type { KindMemory } from '../../detect/sequence/kind_memory.ts';
import type { Lease } from '../../ports/state.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { CourseKnowledge } from '../courses/course_knowledge.ts';
import { correlate } from '../cycle/correlate.ts';
import { readRefused } from '../cycle/correlate_task.ts';
import type { TaskPorts, TaskSettings } from '../cycle/cycle.ts';
import { closeForgotten, recordFindings } from '../judge/record_findings.ts';
import { raiseDoneUntil, readDoneUntil, type Task, type TaskContext } from '../run/task.ts';
import { readSessions } from './read_sessions.ts';
import { noteSequences, type UnreadReason } from './sequence_report.ts';

const BUDGET_MS = 20_000;
/** Of the time in which sessions ended, at once: of it all are in memory. */
const SLICE_MS = 30_000;
/** So much of the past is learned in the first run: it is there already, and in half an hour it would be, too. */
const FIRST_MS = 2 * 3_600_000;
/** In that time, so many times the lines that were there mean that old ones were indexed late: it is begun anew. */
const MANY_MORE = 1.25;
/** What is longer behind is left out: it is the last hour that people wait for. */
const MOST_BEHIND_MS = 3_600_000;
/** What is remembered changes with each session: it is written once in so long, and a kill repeats that much. */
const SAVE_MS = 60_000;
/** Ids that were found to join too much, in the memory of a process. */
const MOST_REFUSED = 1000;

/** What a run judged. */
export interface SequenceSummary {
  /** As they were written. */
  readonly anomalies: readonly AnomalyDocument[];
  readonly verdicts: readonly SessionVerdict[];
  /** Those that are part of an anomaly: they failed. */
  readonly failed: readonly RequestDocument[];
  /** Of all sessions, those that were read last. */
  readonly share: number;
  /** Ids that join too much, found in this run. */
  readonly refused: readonly RefusedId[];
}

type SequenceOptions = Pick<TaskSettings, 'sequence' | 'lag_ms' | 'alert_max_age_ms' | 'visibility'> & {
  readonly ports: TaskPorts;
  readonly keeper: Pick<CatalogKeeper, 'view'>;
  readonly knowledge: CourseKnowledge;
};

const NOTHING: SequenceSummary = { anomalies: [], verdicts: [], failed: [], share: 1, refused: [] };

/**
 * Judges sessions after they closed, and writes the requests of those that are part of an anomaly among those that failed. Done until:
 * those that ended before are judged. A session ends with its last line; it has closed when no other came for the time-out, `lag_ms` for
 * who sends lines included, and those that came have their labels: where logs of the past are shipped, that is waited for.
 */
export function sequenceTask(options: SequenceOptions): Task<SequenceSummary> {
  const { ports, sequence, lag_ms, visibility } = options;
  const detector = sequence && sequenceDetector(sequence);
  let held: SessionJudge | undefined;
  return {
    name: 'sequence',
    budget_ms: BUDGET_MS,
    async run(context) {
      const relabelled = await readDoneUntil(ports.state, 'relabel');
      if (!detector || relabelled === undefined) return NOTHING;
      const { lease } = context;
      const { settle_ms } = await visibility();
      const timeout_ms = sequence.timeout_seconds * 1000;
      const closed = Math.floor(Math.min(ports.now() - settle_ms, relabelled) - lag_ms - timeout_ms);
      const judge =
        held?.epoch === lease.epoch
          ? held
          : await SessionJudge.open({ ...options, sequence, detector }, lease);
      // Where this run fails, its memory is ahead of what is written.
      held = undefined;
      const summary = await judge.judge({ closed, relabelled }, context);
      held = judge;
      return summary;
    },
  };
}

type JudgeOptions = SequenceOptions & {
  readonly sequence: SequenceSettings;
  readonly detector: SessionDetector<KindMemory>;
};

/** Judges sessions as they close, for one process at a time: what is remembered is read once and kept. */
class SessionJudge {
  private readonly options: JudgeOptions;
  private readonly memory: DetectorMemory<KindMemory>;
  private readonly refused = new Set<string>();

  private constructor(options: JudgeOptions, memory: DetectorMemory<KindMemory>) {
    this.options = options;
    this.memory = memory;
  }

  static async open(options: JudgeOptions, lease: Lease): Promise<SessionJudge> {
    const { ports, detector } = options;
    const memory = await DetectorMemory.open(detector, { ports, lease });
    const judge = new SessionJudge(options, memory);
    if (!memory.is_whole) await judge.closeOpen(memory.head?.until ?? ports.now());
    return judge;
  }

  get epoch(): number {
    return this.memory.lease.epoch;
  }

  /**
   * Judges sessions slice by slice while there is time.
   *
   * @param reach.closed - Those that ended before have closed.
   * @param reach.relabelled - What was indexed before has its labels.
   */
  async judge(
    { closed, relabelled }: { readonly closed: number; readonly relabelled: number },
    { until: time_is_up }: TaskContext,
  ): Promise<SequenceSummary> {
    const { ports, keeper } = this.options;
    const anomalies = new Map<string, AnomalyDocument>();
    const verdicts: SessionVerdict[] = [];
    const failed: RequestDocument[] = [];
    const refused: RefusedId[] = [];
    const unread: Partial<Record<UnreadReason, number>> = {};
    let share = 1;
    const { from: begin, left_out_minutes } = await this.beginBefore(closed);
    const to = (await ports.logs.firstWaiting({ from: begin, to: closed }, relabelled)) ?? closed;
    let head = this.memory.head ?? { first: begin, until: begin, lines: 0 };
    for (let from = begin; from < to && (from === begin || ports.now() < time_is_up);) {
      const range = { from, to: Math.min(to, from + SLICE_MS) };
      const catalog = await keeper.view();
      const slice = await this.judgeSlice(range, { catalog, relabelled });
      if (!slice) break;
      for (const anomaly of slice.anomalies) anomalies.set(anomaly.event.id, anomaly);
      verdicts.push(...slice.verdicts);
      failed.push(...slice.failed);
      refused.push(...slice.refused);
      unread.too_many_lines = (unread.too_many_lines ?? 0) + slice.refused.length;
      unread.too_long = (unread.too_long ?? 0) + slice.too_long;
      share = slice.share;
      from = range.to;
      head = this.memory.head = { ...head, until: from, lines: head.lines + slice.lines };
      await ports.pause();
    }
    if (head.until > begin) {
      const now = ports.now();
      const kinds = this.memory.state.entries.size;
      const notes = { share, kinds, verdicts, unread, left_out_minutes };
      await noteSequences({ state: ports.state, lease: this.memory.lease, now, notes });
      await this.memory.save(ports.state, { now, every_ms: SAVE_MS });
      await raiseDoneUntil({
        state: ports.state,
        task: 'sequence',
        done_until: head.until,
        lease: this.memory.lease,
      });
    }
    return { anomalies: [...anomalies.values()], verdicts, failed, share, refused };
  }

  /** From where it is judged, and how many minutes of a pause are left out before. */
  private async beginBefore(to: number): Promise<{ from: number; left_out_minutes: number }> {
    const { logs } = this.options.ports;
    if (await this.cameManyLate()) {
      await this.closeOpen(this.memory.head!.until);
      this.memory.clear();
    }
    const until = this.memory.head?.until;
    if (until === undefined) {
      const from = (await logs.firstWithin({ from: to - FIRST_MS, to })) ?? to;
      return { from: Math.floor(from), left_out_minutes: 0 };
    }
    const from = Math.max(until, to - MOST_BEHIND_MS);
    return { from, left_out_minutes: Math.floor((from - until) / MINUTE_MS) };
  }

  /**
   * Whether most of what there is from the beginning came after it was judged: logs of the past that were shipped or labelled
   * later. Of sessions that came late nothing is learned otherwise.
   */
  private async cameManyLate(): Promise<boolean> {
    const { head } = this.memory;
    if (head === undefined || head.until - head.first >= FIRST_MS) return false;
    const lines = await this.options.ports.logs.countRequestLines({
      from: head.until - FIRST_MS,
      to: head.until,
    });
    return lines > MANY_MORE * head.lines;
  }

  /** What is open is not known any more. */
  private async closeOpen(time: number): Promise<void> {
    const { ports, detector } = this.options;
    const at = Math.floor(time / MINUTE_MS);
    await closeForgotten({ ports, types: detector.types, open: [], from: at, judged_until: at });
  }

  /** @returns Undefined where lines came meanwhile that have no labels yet: of what is not labelled nobody knows which step it is. */
  private async judgeSlice(
    range: TimeRange,
    { catalog, relabelled }: { readonly catalog: TemplateCatalog; readonly relabelled: number },
  ) {
    const { ports, sequence, detector, alert_max_age_ms } = this.options;
    const lines = await ports.logs.countRequestLines(range);
    // Half, a quarter, an eighth, so that it is seldom another share.
    const most = (sequence.max_lines_per_second * (range.to - range.from)) / 1000;
    const share = requestShare({ lines, most });
    const known = await readRefused(ports.state, ports.now());
    const resolve = (id: string) => catalog.resolve(id);
    const { sessions, refused, too_long } = await readSessions({
      logs: ports.logs,
      range,
      timeout_ms: sequence.timeout_seconds * 1000,
      share,
      resolve,
      passed_over: new Set([...this.refused, ...known.map(({ id }) => id)]),
    });
    if ((await ports.logs.firstWaiting(range, relabelled)) !== undefined) return undefined;
    for (const { id } of refused) if (this.refused.size < MOST_REFUSED) this.refused.add(id);
    const templates = catalog.known();
    const { findings, deviants, verdicts } = driveSessions({
      detector,
      state: this.memory.state,
      sessions,
      templates,
      resolve,
      ...range,
    });
    // All sessions of its last minute that closed by now are in it: it is known as well as it will be.
    const judged_until = Math.ceil(range.to / MINUTE_MS);
    const { anomalies } = await recordFindings({
      ports,
      catalog,
      findings,
      judged_until,
      lookback: 0,
      alerts_from: ports.now() - alert_max_age_ms,
    });
    const failed = await this.writeFailed(deviants, { anomalies, range });
    return { anomalies, verdicts, failed, refused, too_long, share, lines };
  }

  /** Puts the requests together that are part of an anomaly. What people expect is no failure. */
  private async writeFailed(
    deviants: readonly DeviantSession[],
    { anomalies, range }: { readonly anomalies: readonly AnomalyDocument[]; readonly range: TimeRange },
  ): Promise<readonly RequestDocument[]> {
    if (deviants.length === 0) return [];
    const { ports, knowledge } = this.options;
    const by_subject = Map.groupBy(deviants, ({ subject }) => subjectKeyOf(subject));
    const stored = await ports.records.readAnomaliesOf({ subject_keys: [...by_subject.keys()], range });
    const expected = new Set(
      stored.filter(({ anomaly }) => anomaly.status === 'expected').map(({ event }) => event.id),
    );
    const anomaly_of = new Map<string, string>();
    for (const [subject_key, sessions] of by_subject) {
      const id = anomalies.find(({ subject }) => subject.key === subject_key)?.event.id;
      if (id !== undefined && !expected.has(id)) for (const { key } of sessions) anomaly_of.set(key, id);
    }
    const found = deviants.flatMap(({ key: id, minute }) =>
      anomaly_of.has(id) ? { id, range: { from: timeOfMinute(minute), to: timeOfMinute(minute + 1) } } : [],
    );
    const ways = await knowledge.at(range.to);
    const { requests } = await correlate({ ports, ways, found: [found], anomaly_of });
    return requests;
  }
}
