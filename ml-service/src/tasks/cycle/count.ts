import { z } from 'zod';
import { CountHistory } from '../../detect/counts/count_history.ts';
import type { TemplateCount } from '../../detect/counts/count_reader.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { windowsOf } from '../../store/minute_windows.ts';
import { forgetDirty, readDirty } from './dirty_minutes.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

export const COUNT_CHECKPOINT = 'checkpoint:counts';
/** Minutes whose counts are being replaced, and the lines of their templates outside of them. */
const Counting = z.object({ minutes: z.array(z.int()), lines: z.record(z.string(), z.int()) });
export const CountCheckpoint = z.object({
  ingested_until: z.int().default(0),
  counting: Counting.optional(),
});
/** Documents become visible to searches with the next refresh, so the last seconds are read again. Counting twice is harmless. */
const OVERLAP_MS = 60_000;
/** Minutes counted at once: 30 minutes of 10,000 templates are some 100 pages of an aggregation. */
const CHUNK_MINUTES = 30;

const keyOf = ({ minute, template_id, service, level }: TemplateCount) =>
  JSON.stringify([minute, template_id, service, level]);

interface CountOptions {
  readonly ports: {
    readonly logs: LogStore;
    readonly records: RecordStore;
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly now: () => number;
  };
  readonly catalog: TemplateCatalog;
  readonly history: CountHistory;
  readonly lease?: Lease | undefined;
}

/**
 * Counts whole minutes anew and replaces what was counted there before: late documents, repairs and retries never
 * double anything.
 *
 * The lines of a template are a sum over minutes, kept in another index than the counts. What it is without the minutes
 * at hand is written down before either changes: a run that was killed in between is made good by the next one.
 */
export async function countMinutes(
  options: CountOptions & { minutes: readonly number[]; onProgress?: (minutes: number) => void },
): Promise<void> {
  const { ports, catalog, onProgress, lease } = options;
  const { counting: interrupted, ingested_until } = await readCheckpoint(ports.state);
  const minutes = [...options.minutes].sort((a, b) => a - b);
  let changed = false;
  if (interrupted) {
    catalog.lines.setLines(interrupted.lines);
    changed = await replaceCounts({ ...options, ingested_until, minutes: interrupted.minutes });
  }
  for (let at = 0; at < minutes.length; at += CHUNK_MINUTES) {
    const chunk = minutes.slice(at, at + CHUNK_MINUTES);
    const before: TemplateCount[] = [];
    for (const { first, last } of windowsOf(chunk, CHUNK_MINUTES)) {
      before.push(...(await ports.records.readCounts(first, last + 1)));
    }
    changed = (await replaceCounts({ ...options, ingested_until, minutes: chunk, before })) || changed;
    onProgress?.(Math.min(at + CHUNK_MINUTES, minutes.length));
  }
  if (changed) await ports.state.write(COUNT_CHECKPOINT, { ingested_until }, lease);
}

/**
 * Returns whether anything changed.
 *
 * @param options.before - What is counted in these minutes and part of the lines of their templates; absent where a run
 * was killed and nobody knows.
 */
async function replaceCounts(
  options: CountOptions & {
    ingested_until: number;
    minutes: readonly number[];
    before?: readonly TemplateCount[];
  },
): Promise<boolean> {
  const { ports, catalog, history, lease, ingested_until, minutes, before } = options;
  const counts = await ports.logs.countMinutes(minutes);
  history.replace({
    minutes,
    counts: counts.map((row) => ({ ...row, template_id: catalog.resolve(row.template_id) })),
    until: Math.floor(ports.now() / 60_000) + 1,
  });
  if (before && areSame(before, counts)) return false;
  const lines = catalog.lines.linesWithout({ before: before ?? [], after: counts });
  await ports.state.write(COUNT_CHECKPOINT, { ingested_until, counting: { minutes, lines } }, lease);
  catalog.lines.setLines(lines);
  for (const row of counts) catalog.lines.noteCounted(row);
  await ports.records.writeCounts(minutes, counts);
  await catalog.documents.save(ports.templates, ports.now());
  return true;
}

function areSame(before: readonly TemplateCount[], after: readonly TemplateCount[]): boolean {
  const counted = new Map(before.map((row) => [keyOf(row), row.count]));
  return before.length === after.length && after.every((row) => counted.get(keyOf(row)) === row.count);
}

async function readCheckpoint(state: StateStore): Promise<z.infer<typeof CountCheckpoint>> {
  return CountCheckpoint.safeParse(await state.read(COUNT_CHECKPOINT)).data ?? { ingested_until: 0 };
}

/** Counts the minutes that new or repaired documents touched since the last run. Returns how many. */
export async function countTouched(options: CountOptions): Promise<number> {
  const { ports, lease } = options;
  const now = ports.now();
  const { ingested_until: from } = await readCheckpoint(ports.state);
  const dirty = await readDirty(ports.state);
  const touched = await ports.logs.minutesTouched({ from: Math.max(0, from - OVERLAP_MS), to: now });
  const minutes = [...new Set([...touched, ...dirty])];
  await countMinutes({ ...options, minutes });
  await forgetDirty({ state: ports.state, minutes: dirty, lease });
  await ports.state.write(COUNT_CHECKPOINT, { ingested_until: now }, lease);
  return minutes.length;
}

/**
 * Counts the minutes that are noted as dirty, and no others. Those before `history_from` are counted, but are not for the
 * history: it would have to let go of later ones for them.
 */
export async function countDirty(options: CountOptions & { history_from: number }): Promise<void> {
  const { ports, lease, history_from } = options;
  const dirty = await readDirty(ports.state);
  const [old, recent] = [
    (minute: number) => minute < history_from,
    (minute: number) => minute >= history_from,
  ];
  await countMinutes({ ...options, history: new CountHistory(), minutes: dirty.filter(old) });
  await countMinutes({ ...options, minutes: dirty.filter(recent) });
  await forgetDirty({ state: ports.state, minutes: dirty, lease });
}
