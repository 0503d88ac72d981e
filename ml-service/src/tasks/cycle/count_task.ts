import type { MinuteDocuments } from '../../ports/logs.ts';
import type { Lease } from '../../ports/state.ts';
import { readDoneUntil, type Task } from '../run/task.ts';
import { countAsked } from './asked_minutes.ts';
import { type CountOptions, countMinutes, type GrownMinute, writeCountState } from './count.ts';
import { type CountState, countedUntil, readCountState } from './count_state.ts';
import type { TaskSettings } from './cycle.ts';
import { joinSpans, type MinuteSpan } from './minute_ranges.ts';

const MINUTE = 60_000;
/** For minutes that are behind. Those that end now are counted whatever it takes. */
const BUDGET_MS = 30_000;
/** So many minutes are looked through at once for those that hold documents. */
const SPAN_AT_ONCE = 1440;
/** Counted between two looks at the clock. */
const MINUTES_AT_ONCE = 30;
/** More than there are minutes in the hour of which Status tells. */
const MOST_LATE = 100;
/** For so long the documents of a minute are counted once more after it was counted. */
const AUDITED_MINUTES = 10;

/** What a run of counting did. */
export interface CountSummary {
  readonly counted_minutes: number;
  /** Documents that came after their minute was counted. */
  readonly late_documents: number;
  /** Minutes that wait for their turn. */
  readonly behind_minutes: number;
}

type Counting = CountOptions & { readonly lease: Lease };

/**
 * Counts the minutes that ended, once what is on its way is there, and anew those that late documents belong to. Done until:
 * minutes that end before are counted. They follow what is learned: a minute ends `lag_ms` after its last second for who
 * sends lines, and not before documents that came until then have their labels.
 */
export function countTask(
  options: Omit<CountOptions, 'lease'> & Pick<TaskSettings, 'lag_ms' | 'history_minutes' | 'visibility'>,
): Task<CountSummary> {
  const { ports, lag_ms, history_minutes, visibility } = options;
  return {
    name: 'count',
    budget_ms: BUDGET_MS,
    async run({ lease, until, urgent = false }) {
      const counting: Counting = { ...options, lease };
      let state = await readCountState(ports.state);
      const relabelled = await readDoneUntil(ports.state, 'relabel');
      if (relabelled === undefined) return { counted_minutes: 0, late_documents: 0, behind_minutes: 0 };
      const { settle_ms, look_back_ms } = await visibility();
      const now = ports.now();
      const settled = Math.min(now - settle_ms, relabelled);
      const end = Math.floor((settled - lag_ms) / MINUTE);
      let counted_minutes = 0;
      let late_documents = 0;
      // Once a minute: what came late in it is counted at once, not minute after minute for each of the documents.
      if (urgent || end > (countedUntil(state) ?? -Infinity) || state.counting) {
        const due = await findDue({ counting, state, now, end, settle_ms, look_back_ms, history_minutes });
        const counted = await countMinutes({ ...counting, state, minutes: due.minutes });
        const isFirst = state.done_until === undefined;
        late_documents = isFirst ? 0 : lateDocuments(counted.grown, state);
        counted_minutes = due.minutes.length;
        state = await writeCountState(counting, {
          ...counted.state,
          ...(isFirst && { since: end }),
          done_until: Math.max(end * MINUTE, state.done_until ?? 0),
          looked_until: settled,
          behind: joinSpans([...state.behind, ...due.behind]),
          documents: due.documents,
          late: noteLate(state, now, late_documents),
        });
      }
      // Jobs wait for it.
      if (counted_minutes === 0 || ports.now() < until) {
        const asked = await countAsked({ ...counting, state, until });
        state = asked.state;
        counted_minutes += asked.counted_minutes;
      }
      while (state.behind.length > 0 && (counted_minutes === 0 || ports.now() < until)) {
        const { minutes, behind } = await takeBehind(counting, state);
        const counted = await countMinutes({ ...counting, state, minutes });
        // Minutes of a pause held nothing, and are not late.
        const came_late = lateDocuments(counted.grown, { ...state, since: Infinity });
        const late = noteLate(state, now, came_late);
        state = await writeCountState(counting, { ...counted.state, behind, late });
        late_documents += came_late;
        counted_minutes += minutes.length;
      }
      const behind_minutes = state.behind.reduce((sum, [first, after]) => sum + after - first, 0);
      return { counted_minutes, late_documents, behind_minutes };
    },
  };
}

interface Due {
  readonly minutes: readonly number[];
  readonly behind: readonly MinuteSpan[];
  readonly documents: [number, number][];
}

/**
 * Documents of minutes that were counted without them. One that is labelled anew is none, nor is one of a minute that held
 * nothing before counting began.
 */
function lateDocuments(grown: readonly GrownMinute[], state: CountState): number {
  const counted = countedUntil(state) ?? -Infinity;
  return grown
    .filter(({ minute, before }) => minute < counted && (before > 0 || minute >= state.since))
    .reduce((sum, { documents, before }) => sum + documents - before, 0);
}

function noteLate({ late }: CountState, now: number, documents: number): CountState['late'] {
  return documents === 0 ? late : [...late, [now, documents] satisfies [number, number]].slice(-MOST_LATE);
}

/** What is to be counted: minutes that ended, minutes of late documents, and of both what can wait. */
async function findDue(input: {
  counting: Counting;
  state: CountState;
  now: number;
  end: number;
  settle_ms: number;
  look_back_ms: number;
  history_minutes: number;
}): Promise<Due> {
  const { counting, state, now, end, settle_ms, look_back_ms, history_minutes } = input;
  const { logs } = counting.ports;
  const counted = countedUntil(state) ?? end;
  /** Detectors look back so far: what is older waits, so that nothing now waits for it. */
  const recent = end - history_minutes;
  const audited = Math.max(recent, counted - Math.max(AUDITED_MINUTES, Math.ceil(look_back_ms / MINUTE) + 2));
  // Seldom refreshed indices show documents long after their moment. Of the last minutes the number of documents tells.
  const slow_from = Math.max(0, state.looked_until - (look_back_ms - settle_ms));
  const [late, older, held] = await Promise.all([
    touched({ logs, ingested: [state.looked_until, now], minutes: [audited, counted] }),
    touched({ logs, ingested: [slow_from, now], minutes: [0, audited] }),
    logs.documentsByMinute({ from: Math.max(0, audited) * MINUTE, to: end * MINUTE }),
  ]);
  const documents = new Map(held.map(({ minute, documents: count }) => [minute, count]));
  const ended = [...documents.keys()].filter((minute) => minute >= Math.max(counted, recent));
  const more = moreDocuments(state, documents, counted);
  const found = [...new Set([...[...late, ...older].map(({ minute }) => minute), ...more])];
  const isDue = (minute: number) => minute >= recent;
  return {
    minutes: [...new Set([...found.filter(isDue), ...ended])],
    behind: [
      ...found.filter((minute) => !isDue(minute)).map((minute): MinuteSpan => [minute, minute + 1]),
      [counted, Math.max(counted, Math.min(recent, end))],
    ],
    documents: Array.from({ length: Math.max(0, end - audited) }, (_, at): [number, number] => [
      audited + at,
      documents.get(audited + at) ?? 0,
    ]),
  };
}

function touched(input: {
  logs: Counting['ports']['logs'];
  ingested: [number, number];
  minutes: [number, number];
}): Promise<readonly MinuteDocuments[]> {
  const { logs, ingested, minutes } = input;
  return logs.minutesTouched({
    ingested: { from: ingested[0], to: ingested[1] },
    happened: { from: Math.max(0, minutes[0]) * MINUTE, to: Math.max(0, minutes[1]) * MINUTE },
    of: 'counts',
  });
}

/** Minutes that hold more documents than when they were counted. */
function moreDocuments(state: CountState, documents: ReadonlyMap<number, number>, counted: number): number[] {
  const before = new Map(state.documents);
  const first = state.documents[0]?.[0] ?? Infinity;
  return [...documents]
    .filter(([minute, count]) => minute >= first && minute < counted && count > (before.get(minute) ?? 0))
    .map(([minute]) => minute);
}

/** The oldest minutes that are behind, and what is left then. */
async function takeBehind(
  { ports }: Counting,
  { behind }: CountState,
): Promise<{ minutes: readonly number[]; behind: MinuteSpan[] }> {
  const [[first, after], ...others] = behind as [MinuteSpan, ...MinuteSpan[]];
  const end = Math.min(after, first + SPAN_AT_ONCE);
  const held = await ports.logs.documentsByMinute({ from: first * MINUTE, to: end * MINUTE });
  const minutes = held.map(({ minute }) => minute).sort((a, b) => a - b);
  const taken = minutes.slice(0, MINUTES_AT_ONCE);
  const next = minutes[MINUTES_AT_ONCE] ?? end;
  return { minutes: taken, behind: joinSpans([[next, after], ...others]) };
}
