import { murmur3 } from '../../../../common/murmur3.ts';
import type { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector, KnownTemplate } from '../../detect/detector.ts';
import { type DetectionRun, driveMinutesInSteps, type VerdictTally } from '../../detect/drive_minutes.ts';
import type { Finding } from '../../detect/findings/finding.ts';
import type { DetectionState } from '../../detect/state/detection_state.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { type DetectSummary, type JudgeOptions, judgeRange } from './judge_range.ts';
import { clearLateMinutes, NO_LATE_MINUTES, readLateMinutes } from './late_minutes.ts';
import { closeForgotten, type JudgedTemplates, type JudgePorts, recordFindings } from './record_findings.ts';
import { isSettled, reachOf } from './settled.ts';
import { type LoadedState, loadDetectionState, saveDetectionState } from './stored_state.ts';

/** Of minutes that were counted very late, as many are judged in one go, the oldest first. */
const LONG_AGO_MINUTES = 120;

export interface LiveJudgeOptions extends JudgeOptions {
  readonly ports: JudgePorts & {
    readonly records: Pick<RecordStore, 'readOpenAnomalies'>;
    readonly state: StateStore;
  };
  /** What is counted until `to`, late minutes included. */
  readonly history: CountHistory;
  /** Whether minutes of a pause are still to be judged: until then nothing is judged again. */
  readonly is_behind?: boolean;
  /** Minutes that were counted anew since `history` was made, or are just now; undefined where nobody knows all of them. */
  readonly readRecounted: () => Promise<readonly number[] | undefined>;
  readonly lease?: Lease | undefined;
}

/** From where minutes are judged, with nothing remembered of what was before. */
interface Rewind {
  readonly from: number;
  /** The first minute that can be judged as it was then: before it, too little of the past is at hand. */
  readonly earliest: number;
}

/**
 * Judges minutes as they come, for one process at a time: what detectors remember is read once and kept.
 *
 * Minutes that were counted anew after they had been judged are judged again, and all that followed them; so are those of
 * templates that became one. A detector's memory is then that of a run over what is counted now.
 */
export class LiveJudge {
  private readonly state: DetectionState;
  private discarded: readonly Detector[];
  /** That of the templates when minutes were judged last. */
  private identity: string | undefined;
  /** What was judged from last: in another one counts may have moved that nobody saw move. */
  private history: CountHistory | undefined;
  /** The first minute in which counts of a template moved to another that it became part of. */
  private moved_from: number | undefined;

  /** Takes up what was remembered. */
  static async open(
    ports: Parameters<typeof loadDetectionState>[0],
    detectors: readonly Detector[],
  ): Promise<LiveJudge> {
    return new LiveJudge(await loadDetectionState(ports, detectors));
  }

  constructor({ state, discarded, identity }: LoadedState) {
    this.state = state;
    this.discarded = discarded;
    this.identity = identity;
  }

  /** The minutes before are judged, or left out; undefined before the first. */
  get judged_until(): number | undefined {
    return this.state.evaluated_until;
  }

  /** Leaves out the minutes before, with nothing remembered of them. Written with what is judged next. */
  skipTo(minute: number, detectors: readonly Detector[]): void {
    for (const detector of detectors) this.state.of(detector).clear();
    this.state.evaluated_until = minute;
    this.discarded = [];
  }

  /** Throws what a port throws; then its memory is ahead of what is written, and another one has to be opened. */
  async judge(options: LiveJudgeOptions): Promise<DetectSummary> {
    const { ports, detectors, catalog, history, to, lease, watermark, alerts_from } = options;
    const { is_behind = false } = options;
    const judged_until = this.state.evaluated_until;
    const moved = await inSlices(
      history.followInSteps((id) => catalog.resolve(id)),
      ports.pause,
    );
    if (to <= (judged_until ?? history.knownMinutes({ from: 0, to })[0] ?? to)) {
      // The counts of a merged template moved all the same: its minutes are judged again with the next one.
      this.moved_from = earliestOf(this.moved_from, moved);
      return { anomalies: [], verdicts: [], unknown_minutes: 0 };
    }
    const late = is_behind ? NO_LATE_MINUTES : await readLateMinutes(ports.state);
    const past = await this.judgeLongAgo(options, late.minutes);
    const identity = identityOf(catalog);
    const isSame = this.history === history || this.identity === undefined || this.identity === identity;
    const moved_from = earliestOf(this.moved_from, moved, isSame ? undefined : 0);
    const rewind = this.rewindOf(options, {
      late: late.minutes,
      moved: is_behind ? undefined : moved_from,
    });
    const templates = catalog.known();
    const warm = rewind && (await this.warmUp({ ...options, templates, rewind }));
    const from = rewind?.from ?? judged_until!;
    const run = await this.drive({ ...options, templates, from, to });
    const recorded = await recordFindings({
      ports,
      catalog,
      findings: run.findings,
      beside: warm?.findings ?? [],
      judged_until: to,
      lookback: reachOf(detectors).lookback,
      watermark,
      alerts_from,
    });
    const open = recorded.anomalies.filter(({ anomaly }) => anomaly.found_status === 'active');
    const closed = warm
      ? await closeForgotten({
          ports,
          types: detectors.flatMap(({ types }) => types),
          open,
          from: warm.begin,
          judged_until: to,
        })
      : [];
    await saveDetectionState({ store: ports.state, state: this.state, identity, detectors, lease });
    const recounted = new Set((await options.readRecounted()) ?? late.minutes);
    const left = late.minutes.filter(
      (minute) => (minute >= past.done && minute < past.bound) || recounted.has(minute),
    );
    if (!is_behind) await clearLateMinutes(ports.state, { revision: late.revision, left });
    const verdicts = [...this.lossesAt(from), ...run.verdicts];
    this.discarded = [];
    this.moved_from = is_behind ? moved_from : undefined;
    this.identity = identity;
    this.history = history;
    return {
      anomalies: [...past.anomalies, ...recorded.anomalies, ...closed],
      verdicts,
      unknown_minutes: run.unknown_minutes,
    };
  }

  /** Late minutes that the history does not reach back to are read from what is stored. */
  private async judgeLongAgo(
    options: LiveJudgeOptions,
    late: readonly number[],
  ): Promise<{ anomalies: DetectSummary['anomalies']; done: number; bound: number }> {
    const judged_until = this.state.evaluated_until;
    if (judged_until === undefined || !options.history.isFull) return { anomalies: [], done: 0, bound: 0 };
    const { lookback, memory } = reachOf(options.detectors);
    const bound = earliestMinute(options) + memory + 1;
    const [from] = late;
    if (from === undefined || from >= bound) return { anomalies: [], done: 0, bound: 0 };
    const done = Math.min(bound, from + LONG_AGO_MINUTES);
    const last = late.findLast((minute) => minute < done)!;
    // What was counted late is in the baselines of as many minutes after it.
    const { anomalies } = await judgeRange({
      ...options,
      from,
      to: Math.min(judged_until, last + lookback + 1),
      profiles: this.state.profiles,
    });
    return { anomalies, done, bound };
  }

  private rewindOf(
    options: LiveJudgeOptions,
    { late, moved }: { late: readonly number[]; moved: number | undefined },
  ): Rewind | undefined {
    const { history, detectors, to } = options;
    const judged_until = this.state.evaluated_until;
    const earliest = earliestMinute(options);
    if (judged_until === undefined) {
      const first = history.knownMinutes({ from: 0, to })[0]!;
      return { from: first, earliest: first };
    }
    const { memory } = reachOf(detectors);
    const bound = history.isFull ? earliest + memory + 1 : earliest;
    if (this.discarded.length > 0) return { from: Math.min(bound, judged_until), earliest };
    const again = late.filter((minute) => minute >= bound);
    // Of merged templates all minutes moved; those that are too old to be judged again are left as they are.
    if (moved !== undefined) again.push(Math.max(moved, bound));
    const from = Math.min(...again);
    return from < judged_until ? { from, earliest } : undefined;
  }

  /** Begins before the first minute that is to be judged again, where nothing is going on. */
  private async warmUp(
    options: LiveJudgeOptions & { templates: ReadonlyMap<string, KnownTemplate>; rewind: Rewind },
  ): Promise<{ begin: number; findings: readonly Finding[] }> {
    const { rewind, detectors } = options;
    const { memory } = reachOf(detectors);
    for (let span = memory + 1; ; span *= 2) {
      const begin = Math.min(rewind.from, Math.max(rewind.earliest, rewind.from - span));
      for (const detector of detectors) this.state.of(detector).clear();
      this.state.evaluated_until = undefined;
      const { findings } = await this.drive({ ...options, from: begin, to: rewind.from });
      if (begin !== rewind.from - span || isSettled({ findings, begin, at: rewind.from, memory })) {
        return { begin, findings };
      }
    }
  }

  private drive(
    options: LiveJudgeOptions & { templates: ReadonlyMap<string, KnownTemplate>; from: number },
  ): Promise<DetectionRun> {
    const { detectors, history: counts, templates, from, to, ports } = options;
    return inSlices(
      driveMinutesInSteps({ detectors, state: this.state, counts, templates, from, to }),
      ports.pause,
    );
  }

  private lossesAt(minute: number): VerdictTally[] {
    return this.discarded.map(({ name: detector }) => {
      const kind = 'state_discarded';
      return { detector, kind, minutes: 1, last: { detector, kind, minute } };
    });
  }
}

/** Which templates are one, and which were split: where that changes, what is remembered of them is of others. */
function identityOf(catalog: JudgedTemplates): string {
  const pairs = [...catalog.documents.all().values()]
    .filter(({ merged_into, split_from }) => merged_into !== undefined || split_from !== undefined)
    .map(({ id, merged_into, split_from }) => [id, merged_into, split_from?.template_id].join(' '));
  return murmur3(pairs.sort().join('\n'));
}

/** The first minute whose whole past is at hand, as far as detectors look back at it. */
function earliestMinute({ history, detectors, to }: LiveJudgeOptions): number {
  const first = history.knownMinutes({ from: 0, to })[0] ?? to;
  return history.isFull ? first + reachOf(detectors).lookback : first;
}

function earliestOf(...minutes: readonly (number | undefined)[]): number | undefined {
  const known = minutes.filter((minute) => minute !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
