import { DetectorMemory } from '../judge/detector_memory.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf, timeOfMinute } from '../../../../common/minutes.ts';
import type { ValueDetector, ValueVerdict } from '../../detect/detector.ts';
import { driveValues } from '../../detect/drive_values.ts';
import { parameterDetector, type ParameterSettings } from '../../detect/parameter/detector.ts';
import type { ParameterMemory } from '../../detect/parameter/parameter_memory.ts';
import type { Lease } from '../../ports/state.ts';
import { mergedIdsOf } from '../../store/merged_ids.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { TaskPorts, TaskSettings } from '../cycle/cycle.ts';
import { closeForgotten, recordFindings } from '../judge/record_findings.ts';
import { readDoneUntil, type Task, type TaskContext, watermarkOf } from '../run/task.ts';
import { chooseTemplates } from './choose_templates.ts';
import { type ParameterStanding, type ParameterState, readParameterState } from './parameter_state.ts';
import { readValues } from './read_values.ts';

const BUDGET_MS = 20_000;
/** So much of the past is learned in the first run: what is usual is known at once. */
const FIRST_MS = 2 * HOUR_MS;
/** In that time, so many times the lines that were there mean that old ones were indexed late: it is begun anew. */
const MANY_MORE = 1.25;
/** What is longer behind is left out: it is the last hour that people wait for. */
const MOST_BEHIND_MS = HOUR_MS;
/** What is remembered changes each minute, all of it: it is written once in so long, and a kill repeats that much. */
const SAVE_MS = 5 * MINUTE_MS;

/** What a run judged. */
export interface ParameterSummary {
  /** As they were written. */
  readonly anomalies: readonly AnomalyDocument[];
  /** Of the last minute. */
  readonly verdicts: readonly ValueVerdict[];
  /** Lines that were read. */
  readonly lines: number;
}

type ParameterOptions = Pick<TaskSettings, 'parameter' | 'lag_ms' | 'alert_max_age_ms' | 'visibility'> & {
  readonly ports: TaskPorts;
  readonly keeper: Pick<CatalogKeeper, 'view'>;
};

const NOTHING: ParameterSummary = { anomalies: [], verdicts: [], lines: 0 };

/**
 * Judges the values of a minute when it has ended and its lines have their labels, `lag_ms` for who sends them included. Done
 * until: minutes before are judged.
 */
export function parameterTask(options: ParameterOptions): Task<ParameterSummary> {
  const { ports, parameter, lag_ms, visibility } = options;
  const detector = parameter && parameterDetector(parameter);
  let held: ValueJudge | undefined;
  return {
    name: 'parameter',
    budget_ms: BUDGET_MS,
    async run(context) {
      const relabelled = await readDoneUntil(ports.state, 'relabel');
      if (!detector || relabelled === undefined) return NOTHING;
      const { lease } = context;
      const { settle_ms } = await visibility();
      const ended = minuteOf(Math.min(ports.now() - settle_ms, relabelled) - lag_ms);
      if (held?.epoch === lease.epoch && held.until === ended) return NOTHING;
      const judge =
        held?.epoch === lease.epoch
          ? held
          : await ValueJudge.open({ ...options, parameter, detector }, lease);
      // Where this run fails, its memory is ahead of what is written.
      held = undefined;
      const summary = await judge.judge({ ended, relabelled }, context);
      held = judge;
      return summary;
    },
  };
}

type JudgeOptions = ParameterOptions & {
  readonly parameter: ParameterSettings;
  readonly detector: ValueDetector<ParameterMemory>;
};

/** Judges values minute by minute, for one process at a time: what is remembered is read once and kept. */
class ValueJudge {
  private readonly options: JudgeOptions;
  private readonly memory: DetectorMemory<ParameterMemory>;

  private constructor(options: JudgeOptions, memory: DetectorMemory<ParameterMemory>) {
    this.options = options;
    this.memory = memory;
  }

  static async open(options: JudgeOptions, lease: Lease): Promise<ValueJudge> {
    const { ports, detector } = options;
    const memory = await DetectorMemory.open(detector, { ports, lease });
    const judge = new ValueJudge(options, memory);
    if (!memory.is_whole) await judge.closeOpen(memory.head?.until ?? minuteOf(ports.now()));
    return judge;
  }

  get epoch(): number {
    return this.memory.lease.epoch;
  }

  get until(): number | undefined {
    return this.memory.head?.until;
  }

  /**
   * Judges minute by minute while there is time.
   *
   * @param reach.ended - Minutes before have ended.
   * @param reach.relabelled - What was indexed before has its labels.
   */
  async judge(
    { ended, relabelled }: { readonly ended: number; readonly relabelled: number },
    { until: time_is_up }: TaskContext,
  ): Promise<ParameterSummary> {
    const { ports } = this.options;
    const { from: begin, left_out_minutes } = await this.beginBefore(ended);
    const waiting = await ports.logs.firstWaiting(
      { from: timeOfMinute(begin), to: timeOfMinute(ended) },
      relabelled,
    );
    const to = waiting === undefined ? ended : minuteOf(waiting);
    const anomalies = new Map<string, AnomalyDocument>();
    let last: { verdicts: readonly ValueVerdict[]; standing: ParameterStanding } | undefined;
    let lines = 0;
    let head = this.memory.head ?? { first: begin, until: begin, lines: 0 };
    for (let minute = begin; minute < to && (minute === begin || ports.now() < time_is_up); minute += 1) {
      const judged = await this.judgeMinute(minute);
      for (const anomaly of judged.anomalies) anomalies.set(anomaly.event.id, anomaly);
      last = judged;
      lines += judged.lines;
      head = this.memory.head = { ...head, until: minute + 1 };
      await ports.pause();
    }
    if (last === undefined) return NOTHING;
    if (this.isYoung(head)) this.memory.head = { ...head, lines: await this.linesBefore(head) };
    await this.save({ standing: last.standing, left_out_minutes });
    return { anomalies: [...anomalies.values()], verdicts: last.verdicts, lines };
  }

  /** From where it is judged, and how many minutes of a pause are left out before. */
  private async beginBefore(ended: number): Promise<{ from: number; left_out_minutes: number }> {
    const { logs } = this.options.ports;
    if (await this.cameManyLate()) {
      await this.closeOpen(this.memory.head!.until);
      this.memory.clear();
    }
    const until = this.memory.head?.until;
    if (until === undefined) {
      const to = timeOfMinute(ended);
      const first = await logs.firstWithin({ from: to - FIRST_MS, to });
      return { from: first === undefined ? ended : minuteOf(first), left_out_minutes: 0 };
    }
    const from = Math.max(until, ended - MOST_BEHIND_MS / MINUTE_MS);
    return { from, left_out_minutes: from - until };
  }

  private isYoung({ first, until }: { readonly first: number; readonly until: number }): boolean {
    return (until - first) * MINUTE_MS < FIRST_MS;
  }

  private linesBefore({ until }: { readonly until: number }): Promise<number> {
    const to = timeOfMinute(until);
    return this.options.ports.logs.countWithin({ from: to - FIRST_MS, to });
  }

  /** Whether most of what there is came after it was judged: logs of the past that were shipped or labelled later. */
  private async cameManyLate(): Promise<boolean> {
    const { head } = this.memory;
    if (head === undefined || !this.isYoung(head)) return false;
    return (await this.linesBefore(head)) > MANY_MORE * head.lines;
  }

  /** What is open is not known any more. */
  private async closeOpen(minute: number): Promise<void> {
    const { ports, detector } = this.options;
    await closeForgotten({ ports, types: detector.types, open: [], from: minute, judged_until: minute });
  }

  private async judgeMinute(minute: number) {
    const { ports, keeper, parameter, detector, alert_max_age_ms } = this.options;
    const catalog = await keeper.view();
    const documents = catalog.documents.all();
    const merged = mergedIdsOf(documents.values());
    const { chosen, left_out } = chooseTemplates(documents.values(), {
      max_templates: parameter.max_templates,
      seen_from: timeOfMinute(minute) - DAY_MS,
    });
    const read = await readValues({
      logs: ports.logs,
      minute,
      templates: chosen,
      max_values: parameter.max_values,
      idsOf: (id) => merged.idsOf(id),
    });
    const { findings, verdicts } = driveValues({
      detector,
      state: this.memory.state,
      minutes: [{ minute, parameters: read.parameters }],
      templates: catalog.known(),
    });
    const { anomalies } = await recordFindings({
      ports,
      catalog,
      findings,
      judged_until: minute + 1,
      lookback: 0,
      alerts_from: ports.now() - alert_max_age_ms,
    });
    const standing: ParameterStanding = {
      templates: chosen.size,
      left_out_templates: left_out,
      share: read.all_lines === 0 ? 1 : Math.min(1, read.lines / read.all_lines),
      parameters: Object.fromEntries(verdicts.map(({ kind, parameters }) => [kind, parameters])),
    };
    return { anomalies, verdicts, standing, lines: read.lines };
  }

  /** What is remembered is written now and then; how far all is judged is said each time. */
  private async save({
    standing,
    left_out_minutes,
  }: {
    readonly standing: ParameterStanding;
    readonly left_out_minutes: number;
  }): Promise<void> {
    const { ports } = this.options;
    const store = ports.state;
    const head = this.memory.head!;
    const now = ports.now();
    await this.memory.save(store, { now, every_ms: SAVE_MS });
    const before = await readParameterState(store);
    const left_out = (before.left_out ?? []).filter(([at]) => now - at < HOUR_MS);
    const state: ParameterState = {
      done_until: Math.max(before.done_until ?? 0, timeOfMinute(head.until)),
      standing,
      left_out: left_out_minutes > 0 ? [...left_out, [now, left_out_minutes]] : left_out,
    };
    await store.write(watermarkOf('parameter'), state, this.memory.lease);
  }
}
