import { z } from 'zod';
import type { CountHistory } from '../detect/count_history.ts';
import type { CountedTemplate, Lease, LogStore, RecordStore, StateStore, TemplateStore } from '../ports.ts';
import { DIRTY_MINUTES, DirtyMinutes } from './learn.ts';
import type { TemplateCatalog } from './template_catalog.ts';

const COUNT_CHECKPOINT = 'checkpoint:counts';
const Checkpoint = z.object({ ingested_until: z.int() });
/** Documents become visible to searches with the next refresh, so the last seconds are read again. Counting twice is harmless. */
const OVERLAP_MS = 60_000;
/** Minutes counted at once: 30 minutes of 10,000 templates are some 100 pages of an aggregation. */
const CHUNK_MINUTES = 30;

interface CountPorts {
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly templates: TemplateStore;
  readonly now: () => number;
}

const keyOf = ({ minute, template_id, service, level }: CountedTemplate) =>
  `${minute}|${template_id}|${service}|${level ?? ''}`;

/** By how much each count differs from what was stored; what is no longer counted is taken back. */
function differencesOf(input: {
  stored: readonly CountedTemplate[];
  counts: readonly CountedTemplate[];
}): { row: CountedTemplate; difference: number }[] {
  const gone = new Map(input.stored.map((row) => [keyOf(row), row]));
  const differences = input.counts.map((row) => {
    const before = gone.get(keyOf(row))?.count ?? 0;
    gone.delete(keyOf(row));
    return { row, difference: row.count - before };
  });
  return [...differences, ...[...gone.values()].map((row) => ({ row, difference: -row.count }))];
}

/**
 * Counts whole minutes anew and replaces what was counted there before: late documents, repairs and retries never
 * double anything.
 */
export async function countMinutes(options: {
  ports: CountPorts;
  catalog: TemplateCatalog;
  history: CountHistory;
  minutes: readonly number[];
  onProgress?: (minutes: number) => void;
}): Promise<void> {
  const { ports, catalog, history, onProgress } = options;
  const minutes = [...options.minutes].sort((a, b) => a - b);
  for (let at = 0; at < minutes.length; at += CHUNK_MINUTES) {
    const chunk = minutes.slice(at, at + CHUNK_MINUTES);
    const inChunk = new Set(chunk);
    const counts = await ports.logs.countMinutes(chunk);
    const stored = (await ports.records.readCounts(chunk[0]!, chunk.at(-1)! + 1)).filter(({ minute }) =>
      inChunk.has(minute),
    );
    for (const { row, difference } of differencesOf({ stored, counts })) catalog.noteCounted(row, difference);
    await ports.records.writeCounts(chunk, counts);
    history.replace({
      minutes: chunk,
      counts: counts.map((row) => ({ ...row, template_id: catalog.resolve(row.template_id) })),
      until: Math.floor(ports.now() / 60_000) + 1,
    });
    onProgress?.(Math.min(at + CHUNK_MINUTES, minutes.length));
  }
  await catalog.save(ports.templates, ports.now());
}

/** Counts the minutes that new or repaired documents touched since the last run. Returns how many. */
export async function countTouched(options: {
  ports: CountPorts & { readonly state: StateStore };
  catalog: TemplateCatalog;
  history: CountHistory;
  lease?: Lease;
}): Promise<number> {
  const { ports, lease } = options;
  const now = ports.now();
  const from = Checkpoint.safeParse(await ports.state.read(COUNT_CHECKPOINT)).data?.ingested_until ?? 0;
  const dirty = DirtyMinutes.safeParse(await ports.state.read(DIRTY_MINUTES)).data ?? [];
  const touched = await ports.logs.minutesTouched({ from: Math.max(0, from - OVERLAP_MS), to: now });
  const minutes = [...new Set([...touched, ...dirty])];
  if (minutes.length > 0) await countMinutes({ ...options, minutes });
  if (dirty.length > 0) await ports.state.write(DIRTY_MINUTES, [], lease);
  await ports.state.write(COUNT_CHECKPOINT, { ingested_until: now }, lease);
  return minutes.length;
}
