import { z } from 'zod';
import { activeEdits } from '../../../../common/edits_in_force.ts';
import type { JobDocument } from '../../../../common/documents/operation_documents.ts';
import { messageOf } from '../../../../common/errors.ts';
import { affectedByEdits } from '../../parse/edits/affected.ts';
import type { JobStore } from '../../ports/jobs.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore, StaleLabels } from '../../ports/logs.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { readMatcherState } from '../cycle/publish.ts';
import { readEdits } from './edit_journal.ts';
import { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { CreateParser } from '../catalog/restore_templates.ts';

export const EDIT_CHECKPOINT = 'checkpoint:edits';

const LineCount = z.object({ lines: z.int(), revision: z.int() });
type LineCount = z.infer<typeof LineCount>;

/** Work that edits left for old documents. */
const Pending = z.object({
  /** Edits that were made or undone; none where it is for what a model said of templates. */
  edits: z.array(z.string()),
  template_ids: z.array(z.string()),
  /** Lines that templates begin with, and the revision of the edits since which they are counted anew. */
  line_counts: z.record(z.string(), LineCount),
  /** The first generation that follows the edits; known once it is published. */
  generation: z.int().optional(),
  job: z.object({ id: z.string(), started: z.string(), total: z.int() }).optional(),
});
type Pending = z.infer<typeof Pending>;

/** Which edits are taken up, and what is left to do for old documents. */
export const EditCheckpoint = z.object({
  revision: z.int(),
  active: z.array(z.string()),
  pending: Pending.optional(),
});
type EditCheckpoint = z.infer<typeof EditCheckpoint>;

const NOTHING_DONE: EditCheckpoint = { revision: 0, active: [] };

async function readCheckpoint(state: Pick<StateStore, 'read'>): Promise<EditCheckpoint> {
  return EditCheckpoint.safeParse(await state.read(EDIT_CHECKPOINT)).data ?? NOTHING_DONE;
}

/**
 * The templates with the edits in force, for one who learns behind the lease. What edits that were made or undone since
 * the last time leave to do is written down before anything of it is done.
 */
export async function openCatalog(options: {
  ports: {
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly pause?: () => Promise<void>;
  };
  createParser: CreateParser;
  lease?: Lease | undefined;
}): Promise<TemplateCatalog> {
  const { ports, createParser, lease } = options;
  const edits = await readEdits(ports.state);
  const catalog = await TemplateCatalog.load({
    store: ports.templates,
    edits,
    createParser,
    pause: ports.pause,
    sets_aside: true,
  });
  const checkpoint = await readCheckpoint(ports.state);
  const { revision } = edits;
  let { pending } = checkpoint;
  if (checkpoint.revision !== revision) {
    const active = activeEdits(edits).map(({ id }) => id);
    pending = joinPending(pending, pendingOf(catalog, checkpoint));
    await ports.state.write(EDIT_CHECKPOINT, { revision, active, ...(pending && { pending }) }, lease);
  }
  catalog.lines.recountFrom(pending?.line_counts ?? {});
  return catalog;
}

/** The templates with the edits in force, for one who does not learn: what edits leave to do is for the one who does. */
export async function takeUpCatalog(options: {
  ports: { readonly templates: TemplateStore; readonly state: StateStore };
  createParser: CreateParser;
}): Promise<TemplateCatalog> {
  const { ports, createParser } = options;
  const edits = await readEdits(ports.state);
  const catalog = await TemplateCatalog.load({ store: ports.templates, edits, createParser });
  const { pending } = await readCheckpoint(ports.state);
  catalog.lines.recountFrom(pending?.line_counts ?? {});
  return catalog;
}

function pendingOf(catalog: TemplateCatalog, checkpoint: EditCheckpoint): Pending | undefined {
  const { edits: journal, remasked } = catalog;
  const before = new Set(checkpoint.active);
  const { template_ids, line_counts } = affectedByEdits({
    journal,
    before,
    documents: catalog.documents.all(),
    remasked,
    learnedIdOf: (id) => catalog.learnedIdOf(id),
  });
  if (template_ids.size === 0 && line_counts.size === 0) return undefined;
  const { revision } = journal;
  return {
    edits: journal.edits
      .filter((one) => before.has(one.id) !== (one.undone === undefined))
      .map(({ id }) => id),
    template_ids: [...template_ids],
    line_counts: Object.fromEntries([...line_counts].map(([id, lines]) => [id, { lines, revision }])),
  };
}

/** Documents that follow earlier edits already are looked at once more: these edits may concern them, too. */
function joinPending(before: Pending | undefined, added: Pending | undefined): Pending | undefined {
  if (!before || !added) return added ?? before;
  const { generation: _generation, ...rest } = before;
  const { generation } = added;
  const revision = Math.max(...Object.values(added.line_counts).map((count) => count.revision), 0);
  const countedAnew: [string, LineCount][] = Object.entries(before.line_counts).map(([id, count]) => [
    id,
    count.lines === 0 && revision > 0 ? { lines: 0, revision } : count,
  ]);
  return {
    ...rest,
    edits: [...new Set([...before.edits, ...added.edits])],
    template_ids: [...new Set([...before.template_ids, ...added.template_ids])],
    line_counts: { ...Object.fromEntries(countedAnew), ...added.line_counts },
    ...(generation !== undefined && { generation }),
  };
}

/**
 * Has documents of these templates labelled anew that were labelled before a generation of the matcher which is still to come.
 * To be said before that is published: who is killed in between has said it.
 */
export async function relabelBefore(options: {
  state: StateStore;
  lease?: Lease | undefined;
  template_ids: readonly string[];
  generation: number;
}): Promise<void> {
  const { state, lease, template_ids, generation } = options;
  const added: Pending = { edits: [], template_ids: [...template_ids], line_counts: {}, generation };
  await state.update(
    EDIT_CHECKPOINT,
    (stored) => {
      const checkpoint = EditCheckpoint.safeParse(stored).data ?? NOTHING_DONE;
      return { ...checkpoint, pending: joinPending(checkpoint.pending, added) };
    },
    lease,
  );
}

/** Whether the documents that are to follow wait for a matcher that is not published yet. */
export async function awaitsGeneration(state: Pick<StateStore, 'read'>, published: number): Promise<boolean> {
  const { pending } = await readCheckpoint(state);
  return pending?.generation !== undefined && pending.generation > published;
}

/** How far old documents follow the edits. */
export interface RelabelSummary {
  readonly relabelled: number;
  /** Documents that the next run goes on with. */
  readonly left: number;
}

/** Documents a request: some seconds of the cluster's work. */
const DOCUMENTS_AT_ONCE = 20_000;
/** Minutes that are looked at for it. */
const MINUTES_AT_ONCE = 500;

/**
 * Labels documents anew that edits concern, the newest first, as a job that can be watched and paused. It stops when its
 * time is up and goes on in the next run; killed, it goes on where it was: a document that follows carries the generation
 * that does.
 *
 * @param options.until - When its time is up, milliseconds since the epoch.
 * @param options.mandatory_from - Minutes from which on no document may be left, even when its time is up: they are about
 *   to be judged.
 */
export async function relabelAfterEdits(options: {
  ports: {
    readonly logs: LogStore;
    readonly state: StateStore;
    readonly jobs: JobStore;
    readonly now: () => number;
  };
  generation: number;
  until: number;
  mandatory_from: number;
  onProgress?: (done: number, total: number) => void;
}): Promise<RelabelSummary> {
  const { ports } = options;
  const checkpoint = await readCheckpoint(ports.state);
  if (!checkpoint.pending) return { relabelled: 0, left: 0 };
  // A matcher that somebody rolled back to does not follow the edits.
  if ((await readMatcherState(ports.state))?.held) return { relabelled: 0, left: 0 };
  const { pending, stale, job } = await beginJob(options, checkpoint.pending);
  const { revision, active } = checkpoint;
  // Who learns adds to what is left to do, behind another lease: of a later revision nothing is known here.
  const save = (rest: { pending?: Pending }) =>
    ports.state.update(EDIT_CHECKPOINT, (stored) =>
      EditCheckpoint.safeParse(stored).data?.revision === revision
        ? { revision, active, ...rest }
        : undefined,
    );
  await save({ pending });
  const watched = watchJob({ jobs: ports.jobs, now: ports.now, job });
  try {
    // The severity of lines decides nothing that is about to be judged.
    const mandatory_from = pending.edits.length > 0 ? options.mandatory_from : Infinity;
    const summary = await relabelRounds({ ...options, mandatory_from, stale, total: job.total, watched });
    if (summary.left > 0) return summary;
    await save({});
    await watched({ status: 'done', done: job.total });
    return summary;
  } catch (error) {
    await watched({ status: 'failed', error: messageOf(error) });
    throw error;
  }
}

async function beginJob(
  options: Parameters<typeof relabelAfterEdits>[0],
  before: Pending,
): Promise<{ pending: Pending; stale: StaleLabels; job: JobDocument }> {
  const { ports } = options;
  const generation = before.generation ?? options.generation;
  const stale = { template_ids: before.template_ids, before_generation: generation };
  const begun = new Date(ports.now()).toISOString();
  const { id, started, total } =
    before.generation === undefined || !before.job
      ? {
          id: before.job?.id ?? `relabel-${begun}`,
          started: before.job?.started ?? begun,
          total: await ports.logs.countStale(stale),
        }
      : before.job;
  const pending = { ...before, generation, job: { id, started, total } };
  const request = { edits: before.edits, templates: before.template_ids.length };
  const job: JobDocument = {
    id,
    kind: 'relabel',
    status: 'running',
    created: started,
    started,
    updated: begun,
    total,
    done: 0,
    epoch: 0,
    attempts: 0,
    request,
  };
  return { pending, stale, job };
}

/**
 * Writes the job as it moves; false where a person has it rest. The work is worth more than its record: where that cannot
 * be written, the work goes on.
 */
function watchJob(options: {
  jobs: JobStore;
  now: () => number;
  job: JobDocument;
}): (change: Partial<JobDocument>) => Promise<boolean> {
  const { jobs, now, job } = options;
  let current = job;
  return async (change) => {
    const updated = new Date(now()).toISOString();
    const isOver = change.status !== undefined && change.status !== 'running';
    current = { ...current, ...change, updated, ...(isOver && { finished: updated }) };
    const written = await jobs
      .update(job.id, (stored) => (stored?.status === 'paused' && !isOver ? undefined : current))
      .catch(() => undefined);
    return written?.status !== 'paused';
  };
}

async function relabelRounds(
  options: Parameters<typeof relabelAfterEdits>[0] & {
    stale: StaleLabels;
    total: number;
    watched: ReturnType<typeof watchJob>;
  },
): Promise<RelabelSummary> {
  const { ports, stale, watched, until, mandatory_from, onProgress } = options;
  let relabelled = 0;
  let left = await ports.logs.countStale(stale);
  for (;;) {
    const done = Math.max(0, options.total - left);
    const rests = !(await watched({ done }));
    onProgress?.(done, options.total);
    const found = left === 0 ? [] : await ports.logs.staleMinutes(stale, MINUTES_AT_ONCE);
    if (found.length === 0) return { relabelled, left: 0 };
    const has_time = !rests && ports.now() < until;
    if (!has_time && found[0]!.minute < mandatory_from) return { relabelled, left };
    const minutes = firstMinutes(found);
    relabelled += await ports.logs.relabelStale(stale, minutes);
    await ports.logs.refresh();
    const before = left;
    left = await ports.logs.countStale(stale);
    // Somebody changes them all the time: the next run tries again.
    if (left >= before) return { relabelled, left };
  }
}

function firstMinutes(found: readonly { readonly minute: number; readonly documents: number }[]): number[] {
  const minutes: number[] = [];
  let documents = 0;
  for (const one of found) {
    if (minutes.length > 0 && documents + one.documents > DOCUMENTS_AT_ONCE) break;
    minutes.push(one.minute);
    documents += one.documents;
  }
  return minutes;
}
