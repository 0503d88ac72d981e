import type { Detector } from '../../detect/detector.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import { type DetectSummary, judgeRange } from '../judge/judge_range.ts';
import { LiveJudge } from '../judge/live_judge.ts';
import { readPauses, writePauses } from '../judge/pauses.ts';
import { raiseDoneUntil, type Task, type TaskContext } from '../run/task.ts';
import { changedSince, type CountState, countedUntil, readCountState } from './count_state.ts';
import type { TaskPorts, TaskSettings } from './cycle.ts';
import { joinSpans, type MinuteSpan } from './minute_ranges.ts';
import type { RecentCounts } from './recent_counts.ts';

const MINUTE = 60_000;
/** For the minutes of a pause. Those that were counted last are judged whatever it takes. */
const BUDGET_MS = 20_000;
/** More minutes than these at once are a pause: the last of them is judged now, those before it beside what comes. */
const PAUSE_MINUTES = 30;
/** Minutes of a pause that are judged at once, each time with the history before them. */
const BLOCK_MINUTES = 60;

type DetectOptions = Pick<TaskSettings, 'history_minutes' | 'alert_max_age_ms'> & {
  readonly ports: TaskPorts;
  readonly detectors: readonly Detector[];
  readonly keeper: Pick<CatalogKeeper, 'view'>;
  readonly recent: RecentCounts;
};

/** What a run goes by. */
interface Run {
  readonly context: TaskContext;
  readonly counts: CountState;
  readonly catalog: TemplateCatalog;
  /** Minutes before are counted. */
  readonly to: number;
}

const NOTHING: DetectSummary = { anomalies: [], verdicts: [], unknown_minutes: 0 };

/**
 * Judges the minutes that are counted. Done until: minutes that end before are judged, apart from those of a pause: these
 * follow beside what comes, the oldest first.
 */
export function detectTask(options: DetectOptions): Task<DetectSummary> {
  const { ports, detectors, keeper } = options;
  let held: { readonly epoch: number; readonly judge: LiveJudge } | undefined;
  return {
    name: 'detect',
    budget_ms: BUDGET_MS,
    async run(context) {
      const counts = await readCountState(ports.state);
      const to = countedUntil(counts);
      if (to === undefined) return NOTHING;
      const { lease } = context;
      const judge = held?.epoch === lease.epoch ? held.judge : await LiveJudge.open(ports, detectors);
      // Where this run fails, its memory is ahead of what is written.
      held = undefined;
      const run: Run = { context, counts, catalog: await keeper.view(), to };
      const live = await judgeLive(options, judge, run);
      held = { epoch: lease.epoch, judge };
      await raiseDoneUntil({ state: ports.state, task: 'detect', done_until: to * MINUTE, lease });
      return joinSummaries([live, ...(await catchUp(options, run))]);
    },
  };
}

/**
 * After a pause the detectors begin anew with its last minute; those before it are set aside first, so that a kill repeats it.
 */
async function judgeLive(
  options: DetectOptions,
  judge: LiveJudge,
  { context: { lease }, counts, catalog, to }: Run,
): Promise<DetectSummary> {
  const { ports, detectors, recent } = options;
  const { judged_until = to } = judge;
  let pauses = await readPauses(ports.state);
  if (to - judged_until > PAUSE_MINUTES) {
    pauses = joinSpans([...pauses, [judged_until, to - 1]]);
    await writePauses(ports.state, pauses, lease);
    judge.skipTo(to - 1, detectors);
  }
  const history = await recent.follow(counts, catalog);
  const is_behind = pauses.length > 0;
  const readRecounted = async () => {
    const now = await readCountState(ports.state);
    const changed = changedSince(now, counts.revision);
    return changed && [...changed, ...(now.counting?.minutes ?? [])];
  };
  return recent.whileJudging(() =>
    judge.judge({
      ...judgingOf(options),
      catalog,
      history,
      to,
      watermark: to,
      is_behind,
      readRecounted,
      lease,
    }),
  );
}

/** Judges pauses block by block, as far as they are counted and while there is time. */
async function catchUp(
  options: DetectOptions,
  { context, counts, catalog, to: watermark }: Run,
): Promise<DetectSummary[]> {
  const { ports } = options;
  const summaries: DetectSummary[] = [];
  let pauses = await readPauses(ports.state);
  while (pauses.length > 0 && (summaries.length === 0 || ports.now() < context.until)) {
    const [[from, end], ...others] = pauses as [MinuteSpan, ...MinuteSpan[]];
    const to = Math.min(end, from + BLOCK_MINUTES);
    const uncounted = counts.behind[0]?.[0] ?? Infinity;
    if (uncounted < to) break;
    const is_continued = to < end;
    summaries.push(await judgeRange({ ...judgingOf(options), catalog, from, to, watermark, is_continued }));
    pauses = joinSpans([[to, end], ...others]);
    await writePauses(ports.state, pauses, context.lease);
  }
  return summaries;
}

function judgingOf({ ports, detectors, history_minutes, alert_max_age_ms }: DetectOptions) {
  return { ports, detectors, history_minutes, alerts_from: ports.now() - alert_max_age_ms };
}

function joinSummaries(summaries: readonly DetectSummary[]): DetectSummary {
  return {
    anomalies: summaries.flatMap(({ anomalies }) => anomalies),
    // What is said of minutes long ago says nothing of how the detectors are now.
    verdicts: summaries[0]?.verdicts ?? [],
    unknown_minutes: summaries.reduce((sum, { unknown_minutes }) => sum + unknown_minutes, 0),
  };
}
