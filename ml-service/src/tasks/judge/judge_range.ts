import { minuteOf } from '../../../../common/minutes.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector, KnownTemplate } from '../../detect/detector.ts';
import { type DetectionRun, driveMinutesInSteps, joinRuns } from '../../detect/drive_minutes.ts';
import { anomalyIdOf, type Finding } from '../../detect/findings/finding.ts';
import type { RateProfile } from '../../detect/profiles/rate_profile.ts';
import { DetectionState } from '../../detect/state/detection_state.ts';
import type { SeriesStates } from '../../detect/state/series_states.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { StateStore } from '../../ports/state.ts';
import { BLOCK_MINUTES, loadCounts, loadCountsBefore } from './load_counts.ts';
import { type JudgedTemplates, type JudgePorts, recordFindings } from './record_findings.ts';
import { isSettled, reachOf } from './settled.ts';
import { loadProfiles, readJudgedUntil } from './stored_state.ts';

/** Minutes that are judged before the range, so that an episode that reaches into it is known from its beginning. */
const WARM_UP_MINUTES = 60;
/** Episodes that last longer than a day are the level by then, and nobody waits for their end. */
const FARTHEST_MINUTES = 1440;

/** What a detection run said. */
export interface DetectSummary {
  /** As they were written. */
  readonly anomalies: readonly AnomalyDocument[];
  readonly verdicts: DetectionRun['verdicts'];
  readonly unknown_minutes: number;
}

/** What judging goes by, of minutes as they come and of past ones. */
export interface JudgeOptions {
  readonly detectors: readonly Detector[];
  readonly catalog: JudgedTemplates;
  /** Minutes before this one are to be judged. */
  readonly to: number;
  /** The minutes before are counted for good; what is judged, where nobody says otherwise. */
  readonly watermark?: number | undefined;
  /** What ended before is too old to alert anybody, milliseconds since the epoch. */
  readonly alerts_from?: number | undefined;
  /** Known minutes that the detectors look back at. */
  readonly history_minutes: number;
  /** What is usual, where the caller has it at hand; else it is read. */
  readonly profiles?: SeriesStates<RateProfile> | undefined;
}

export interface JudgeRangeOptions extends JudgeOptions {
  readonly ports: JudgePorts & { readonly state: Pick<StateStore, 'read' | 'readAll'> };
  /** The first minute to be judged. */
  readonly from: number;
  /** Whether somebody judges on from `to`: what is open then is left to them. */
  readonly is_continued?: boolean;
}

/**
 * Judges past minutes from what is counted, and writes what is abnormal. It gives what the live task gives: it begins
 * before the range, where nothing is going on, and goes on behind it until what is open has ended, or leaves that to the
 * live task where it gets so far. What is usual it knows from the live task. Memory is bounded, whatever the range; nothing is kept but the anomalies, so that it can
 * be repeated.
 */
export async function judgeRange(options: JudgeRangeOptions): Promise<DetectSummary> {
  const { ports } = options;
  const profiles = options.profiles ?? (await loadProfiles(ports));
  return new RangeJudge(options, { live_until: await readJudgedUntil(ports.state), profiles }).run();
}

class RangeJudge {
  private readonly options: JudgeRangeOptions;
  private readonly live_until: number | undefined;
  private readonly templates: ReadonlyMap<string, KnownTemplate>;
  private readonly memory: number;
  private readonly profiles: SeriesStates<RateProfile>;
  private state: DetectionState;
  private history: CountHistory;
  /** Findings that may touch what comes, by the id that they would be given. */
  private readonly recent = new Map<string, Finding>();
  private waiting: readonly Finding[] = [];
  private readonly anomalies = new Map<string, AnomalyDocument>();

  constructor(
    options: JudgeRangeOptions,
    { live_until, profiles }: { live_until: number | undefined; profiles: SeriesStates<RateProfile> },
  ) {
    this.options = options;
    this.live_until = live_until;
    this.profiles = profiles;
    this.state = new DetectionState({ profiles });
    this.templates = options.catalog.known();
    this.memory = reachOf(options.detectors).memory;
    this.history = this.newHistory();
  }

  async run(): Promise<DetectSummary> {
    const { from, to, ports, is_continued = false } = this.options;
    await this.warmUp();
    const runs: DetectionRun[] = [];
    const now = minuteOf(ports.now());
    const farthest = is_continued ? to : to + FARTHEST_MINUTES;
    const limit = Math.max(to, Math.min(this.live_until ?? now, farthest));
    let at = from;
    while (at < to || (at < limit && (this.openOnes().length > 0 || this.waiting.length > 0))) {
      const end = Math.min(at < to ? to : limit, at + BLOCK_MINUTES);
      const run = await this.drive(at, end);
      // What begins behind the range is another's.
      await this.record(
        run.findings.filter(({ start }) => start < to),
        end,
      );
      if (at < to) runs.push(run);
      at = end;
    }
    const last = this.history.knownMinutesBefore(at, 1)[0] ?? from;
    const isLive = this.live_until === undefined ? last >= now - this.memory : at >= this.live_until;
    // The data stopped before their end was seen, and nobody goes on.
    if (!isLive && !is_continued)
      await this.record(
        this.openOnes().map((one) => ({ ...one, status: 'expired' })),
        at,
      );
    const { verdicts, unknown_minutes } = joinRuns(runs);
    return { anomalies: [...this.anomalies.values()], verdicts, unknown_minutes };
  }

  private async warmUp(): Promise<void> {
    const { from, history_minutes } = this.options;
    for (let span = Math.max(WARM_UP_MINUTES, this.memory + 1); ; span *= 4) {
      const begin = Math.max(0, from - Math.min(span, FARTHEST_MINUTES));
      this.state = new DetectionState({ profiles: this.profiles });
      this.history = this.newHistory();
      this.recent.clear();
      const hasPast = await loadCountsBefore({
        ...this.loading(),
        before: begin,
        known_minutes: history_minutes,
      });
      for (let at = begin; at < from; at += BLOCK_MINUTES) {
        const run = await this.drive(at, Math.min(from, at + BLOCK_MINUTES));
        this.remember(run.findings, at);
      }
      const findings = [...this.recent.values()];
      const settled = isSettled({ findings, begin, at: from, memory: this.memory });
      if (!hasPast || settled || span >= FARTHEST_MINUTES || begin === 0) return;
    }
  }

  private newHistory(): CountHistory {
    return new CountHistory({ span_minutes: this.options.history_minutes + BLOCK_MINUTES });
  }

  private loading() {
    const { ports, catalog } = this.options;
    const resolve = (id: string) => catalog.resolve(id);
    return { records: ports.records, resolve, history: this.history, pause: ports.pause };
  }

  private async drive(from: number, to: number): Promise<DetectionRun> {
    const { detectors, ports } = this.options;
    await loadCounts({ ...this.loading(), from, to });
    const { state, templates, history: counts } = this;
    return inSlices(driveMinutesInSteps({ detectors, state, counts, templates, from, to }), ports.pause);
  }

  private remember(findings: readonly Finding[], at: number): void {
    for (const finding of findings) this.recent.set(anomalyIdOf(finding), finding);
    for (const [id, { status, end }] of this.recent) {
      if (status !== 'active' && end < at - this.memory) this.recent.delete(id);
    }
  }

  private openOnes(): readonly Finding[] {
    const { to } = this.options;
    return [...this.recent.values()].filter(({ status, start }) => status === 'active' && start < to);
  }

  private async record(found: readonly Finding[], judged_until: number): Promise<void> {
    const { ports, catalog, detectors, watermark, alerts_from } = this.options;
    this.remember(found, judged_until);
    const due = new Map([...this.waiting, ...found].map((finding) => [anomalyIdOf(finding), finding]));
    const beside = [...this.recent].filter(([id]) => !due.has(id)).map(([, finding]) => finding);
    const recorded = await recordFindings({
      ports,
      catalog,
      findings: [...due.values()],
      beside,
      judged_until,
      lookback: reachOf(detectors).lookback,
      watermark,
      alerts_from,
    });
    this.waiting = recorded.waiting;
    for (const anomaly of recorded.anomalies) this.anomalies.set(anomaly.event.id, anomaly);
  }
}
