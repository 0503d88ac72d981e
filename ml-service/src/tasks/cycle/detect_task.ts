import { z } from 'zod';
import type { Detector } from '../../detect/detector.ts';
import { RunState } from '../../detect/run_detectors.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import { raiseDoneUntil, type Task, type TaskContext } from '../run/task.ts';
import { type CountState, countedUntil, readCountState } from './count_state.ts';
import type { TaskPorts, TaskSettings } from './cycle.ts';
import { DETECTOR_STATE, detectRange, type DetectSummary } from './detect.ts';
import type { RecentCounts } from './recent_counts.ts';

/** Pauses that are caught up with, each with the state of the detectors before it. */
export const CATCH_UP_STATE = 'detector:catch_up';
export const CatchUp = z.array(z.object({ to: z.int(), state: RunState }));
export type CatchUp = z.infer<typeof CatchUp>;

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

const NOTHING: DetectSummary = { anomalies: [], verdicts: [], unknown_minutes: 0 };

/**
 * Judges the minutes that are counted. Done until: minutes that end before are judged, apart from those of a pause: these
 * follow beside what comes, the oldest first.
 */
export function detectTask(options: DetectOptions): Task<DetectSummary> {
  const { ports, keeper, recent } = options;
  return {
    name: 'detect',
    budget_ms: BUDGET_MS,
    async run(context) {
      const counts = await readCountState(ports.state);
      const to = countedUntil(counts);
      if (to === undefined) return NOTHING;
      const catalog = await keeper.view();
      const state = await setPauseAside(options, { context, to });
      const history = await recent.follow(counts, catalog);
      const from = state?.evaluated_until ?? history.knownMinutes({ from: 0, to })[0] ?? to;
      const live = from < to ? await judge(options, { catalog, history, from, to, state }) : undefined;
      if (live) await ports.state.write(DETECTOR_STATE, live.state, context.lease);
      const done_until = to * MINUTE;
      await raiseDoneUntil({ state: ports.state, task: 'detect', done_until, lease: context.lease });
      const caughtUp = await catchUp(options, { context, counts, catalog });
      return joinSummaries(live ? [live, ...caughtUp] : caughtUp);
    },
  };
}

/**
 * After a pause the detectors begin anew with the last minute, and what they knew before it goes on with the pause. Written
 * in this order, a kill in between repeats it.
 */
async function setPauseAside(
  { ports }: DetectOptions,
  { context, to }: { context: TaskContext; to: number },
): Promise<RunState | undefined> {
  const state = RunState.safeParse(await ports.state.read(DETECTOR_STATE)).data;
  const from = state?.evaluated_until;
  if (!state || from === undefined || to - from <= PAUSE_MINUTES) return state;
  const pauses = await readPauses(ports);
  const known = pauses.filter((pause) => pause.state.evaluated_until !== from);
  await ports.state.write(CATCH_UP_STATE, [...known, { to: to - 1, state }], context.lease);
  const fresh: RunState = { evaluated_until: to - 1, detectors: {} };
  await ports.state.write(DETECTOR_STATE, fresh, context.lease);
  return fresh;
}

async function readPauses(ports: Pick<TaskPorts, 'state'>): Promise<CatchUp> {
  return CatchUp.safeParse(await ports.state.read(CATCH_UP_STATE)).data ?? [];
}

/** Judges pauses block by block, as far as they are counted and while there is time. */
async function catchUp(
  options: DetectOptions,
  { context, counts, catalog }: { context: TaskContext; counts: CountState; catalog: TemplateCatalog },
): Promise<DetectSummary[]> {
  const { ports, recent, history_minutes } = options;
  const summaries: DetectSummary[] = [];
  let pauses = await readPauses(ports);
  while (pauses.length > 0 && (summaries.length === 0 || ports.now() < context.until)) {
    const [{ to, state }, ...others] = pauses as [CatchUp[number], ...CatchUp];
    const from = state.evaluated_until ?? to;
    const end = Math.min(to, from + BLOCK_MINUTES);
    const uncounted = counts.behind[0]?.[0] ?? Infinity;
    if (uncounted < end) break;
    const history = await recent.load({ from: from - history_minutes, to: end, catalog });
    const block = await judge(options, { catalog, history, from, to: end, state });
    pauses = end < to ? [{ to, state: block.state }, ...others] : others;
    await ports.state.write(CATCH_UP_STATE, pauses, context.lease);
    summaries.push(block);
  }
  return summaries;
}

function judge(
  { ports, detectors, alert_max_age_ms }: DetectOptions,
  range: Pick<Parameters<typeof detectRange>[0], 'catalog' | 'history' | 'from' | 'to' | 'state'>,
): ReturnType<typeof detectRange> {
  return detectRange({ ports, detectors, ...range, alerts_from: ports.now() - alert_max_age_ms });
}

function joinSummaries(summaries: readonly DetectSummary[]): DetectSummary {
  return {
    anomalies: summaries.flatMap(({ anomalies }) => anomalies),
    // What is said of minutes long ago says nothing of how the detectors are now.
    verdicts: summaries[0]?.verdicts ?? [],
    unknown_minutes: summaries.reduce((sum, { unknown_minutes }) => sum + unknown_minutes, 0),
  };
}
