import { dataStreamOf } from '../../../../common/data_streams.ts';
import type { SkipReason } from '../../../../common/documents/log_document.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import { fieldAt } from '../../ingest/event_fields.ts';
import { fieldsToRead, rawEventOf } from '../../ingest/log_document.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogRepair, LogStore, RepairSummary, StoredLog } from '../../ports/logs.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { logFieldsOf } from '../../store/log_fields.ts';
import { ParkedDocuments } from './parked.ts';
import { type Publishing, startPublishing } from './publish.ts';
import { noteSeverityStanding } from '../severity/severity_standing.ts';
import type { TemplateClassifier } from '../severity/template_classifier.ts';
import { readRequestIdState } from '../request_ids/request_id_state.ts';
import { relabelBefore } from '../edits/follow_edits.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

/** What a run of learning did. */
export interface LearnSummary {
  readonly documents: number;
  readonly repaired: number;
  /** Changed by somebody else meanwhile; the next run sees them again. */
  readonly conflicts: number;
  /** Refused, and parked: see {@link ParkedDocuments}. */
  readonly failed: number;
  /** All that are parked now. */
  readonly parked: number;
  readonly generation: number;
  readonly templates: number;
  /** Templates that left because there are too many. */
  readonly evicted: number;
  /** Documents that were indexed before are learned, milliseconds since the epoch; absent where all are. */
  readonly left_from?: number;
}

interface LearnPorts {
  readonly logs: LogStore;
  readonly templates: TemplateStore;
  readonly state: StateStore;
  readonly publisher: MatcherPublisher;
  readonly now: () => number;
  /** Lets others have the processor. */
  readonly pause: () => Promise<void>;
}

/** Lines between two pauses: at most some 10 ms of work. */
const LINES_AT_ONCE = 200;

const timeOf = (log: StoredLog, fallback: number) => {
  const time = Date.parse(String(log.source['@timestamp']));
  return Number.isNaN(time) ? fallback : time;
};

/**
 * Reads the documents that the pipeline did not know, learns their templates, publishes the next generation of the
 * matcher and repairs those documents. Order matters for a kill at any moment: templates are saved before they are
 * published, and published before documents carry them. A repaired document gets a new moment: whoever counted it as unknown
 * sees it again.
 *
 * @param options.moment - That moment, milliseconds since the epoch: now, where none is given.
 * @param options.until - When its time is up, milliseconds since the epoch: the next run goes on.
 */
export async function learnUnknown(options: {
  ports: LearnPorts;
  catalog: TemplateCatalog;
  page_size: number;
  request_id_fields: readonly string[];
  severity?: TemplateClassifier;
  lease?: Lease;
  moment?: number;
  until?: number;
}): Promise<LearnSummary> {
  const { ports, catalog, lease } = options;
  const total = { documents: 0, repaired: 0, conflicts: 0, failed: 0 };
  const evicted = catalog.evictions;
  const publishing = await startPublishing({ ports, catalog, lease });
  if (catalog.isNearlyFull) catalog.documents.takeUpUse(await ports.templates.loadUse());
  const classify = severityNotes({ ...options, publishing });
  await classify({ most_ms: 0 });
  await takeUpRequestIds({ ports, catalog, lease, publishing });
  await publishing.publishChanges();
  const parked = await ParkedDocuments.read(ports.state);
  // Once more where an index is left alone from now on: what else there is to read comes without it.
  let outcome = await learnPages({ ...options, publishing, classify, parked, total });
  while (outcome.again) outcome = await learnPages({ ...options, publishing, classify, parked, total });
  await noteStanding(options);
  parked.forgetUntried(ports.now());
  await parked.save(ports.state, lease);
  // Also what a run before repaired just before it was killed: it was read as unknown, because nobody could see it yet.
  if (total.documents > 0) await ports.logs.refresh();
  return {
    ...total,
    parked: parked.groups().reduce((sum, { documents }) => sum + documents, 0),
    generation: publishing.generation,
    templates: catalog.size,
    evicted: catalog.evictions - evicted,
    ...(outcome.left_from !== undefined && { left_from: outcome.left_from }),
  };
}

/** Takes up what the model says of templates, and asks about the others. */
type NoteSeverities = (options: {
  /** So long the new ones are waited for. */
  readonly most_ms: number;
}) => Promise<void>;

/** New templates are few, and the model takes a second to start. Whatever it does not say in time is mended. */
const CLASSIFY_MS = 3000;

function severityNotes(
  options: Parameters<typeof learnUnknown>[0] & { publishing: Publishing },
): NoteSeverities {
  const { ports, catalog, severity, lease, publishing } = options;
  if (severity === undefined) return () => Promise.resolve();
  return async ({ most_ms }) => {
    const unclassified = catalog.severities.unclassified(severity.model);
    severity.ask(unclassified);
    const fresh = unclassified.filter(({ line_count }) => line_count === 0);
    await severity.answered(
      fresh.map(({ id }) => id),
      most_ms,
    );
    const template_ids = catalog.severities.note(severity.take());
    if (template_ids.length === 0) return;
    const generation = publishing.generation + 1;
    await relabelBefore({ state: ports.state, lease, template_ids, generation });
  };
}

/** More documents of a template than that are not labelled anew for an id: some minutes of the cluster's work. */
const MOST_MENDED = 200_000;

/** Takes up which parameters hold ids of requests; those who look for them hold no lease of the templates. */
async function takeUpRequestIds({
  ports,
  catalog,
  lease,
  publishing,
}: Pick<Parameters<typeof learnUnknown>[0], 'ports' | 'catalog'> & {
  lease: Lease | undefined;
  publishing: Publishing;
}): Promise<void> {
  const { decisions } = await readRequestIdState(ports.state);
  const template_ids = catalog.request_parameters.note(decisions);
  if (template_ids.length === 0) return;
  const generation = publishing.generation + 1;
  const documents = await ports.logs.countStale({ template_ids, before_generation: generation });
  if (documents <= MOST_MENDED) await relabelBefore({ state: ports.state, lease, template_ids, generation });
}

async function noteStanding({
  ports,
  catalog,
  severity,
}: Pick<Parameters<typeof learnUnknown>[0], 'ports' | 'catalog' | 'severity'>): Promise<void> {
  if (severity === undefined) return;
  const { model, problem } = severity;
  await noteSeverityStanding(ports.state, {
    model,
    ...catalog.severities.progress(model),
    ...(problem && { problem: { code: problem.code, message: problem.message } }),
  });
}

const keyOf = ({ _index, _id }: StoredLog['reference']) => JSON.stringify([_index, _id]);

/** `again`: what is parked meanwhile is not to be read any more. `left_from`: its time was up before the end. */
async function learnPages(
  options: Parameters<typeof learnUnknown>[0] & {
    publishing: Publishing;
    classify: NoteSeverities;
    parked: ParkedDocuments;
    total: { -readonly [K in 'documents' | 'repaired' | 'conflicts' | 'failed']: number };
  },
): Promise<{ again: boolean; left_from?: number | undefined }> {
  const { ports, page_size, request_id_fields, lease, until = Infinity, parked, total } = options;
  const pages = ports.logs.unknown({
    page_size,
    fields: fieldsToRead(request_id_fields),
    except: parked.excepted(ports.now()),
  });
  for await (const page of pages) {
    const { repaired, conflicts, refused } = await learnPage({ ...options, page });
    total.documents += page.length;
    total.repaired += repaired;
    total.conflicts += conflicts;
    total.failed += refused.length;
    const isRefused = new Set(refused.map(({ reference }) => keyOf(reference)));
    parked.release(
      page.map(({ reference }) => reference).filter((reference) => !isRefused.has(keyOf(reference))),
    );
    const left = parked.refuse(refused, ports.now());
    for (const index of left) parked.noteSize(index, await ports.logs.countUnknown(index));
    await parked.save(ports.state, lease);
    if (ports.now() >= until) return { again: false, left_from: ingestedOf(page.at(-1)!) };
    if (left.length === 0) continue;
    // What was repaired must not be read as unknown once more.
    await ports.logs.refresh();
    return { again: true };
  }
  return { again: false };
}

/** Those that have no moment come last. */
function ingestedOf(log: StoredLog): number | undefined {
  const time = Date.parse(String(fieldAt(log.source, 'log_ai.ingested')));
  return Number.isNaN(time) ? undefined : time;
}

async function learnPage(
  options: Parameters<typeof learnUnknown>[0] & {
    publishing: Publishing;
    classify: NoteSeverities;
    page: readonly StoredLog[];
  },
): Promise<RepairSummary> {
  const { ports, catalog, publishing, classify, page, request_id_fields } = options;
  const lines: { log: StoredLog; event: RawEvent | undefined; skipped: SkipReason }[] = [];
  for (const log of page) {
    lines.push(learnLog({ log, catalog, now: ports.now(), request_id_fields }));
    // The service answers while it learns.
    if (lines.length % LINES_AT_ONCE === 0) await ports.pause();
  }
  await classify({ most_ms: CLASSIFY_MS });
  await publishing.publishChanges();
  // Also what changes no matcher, such as an earlier first line: once repaired, a document is not learned again.
  await catalog.documents.save(ports.templates, ports.now());
  const { generation } = publishing;
  const ingested = new Date(options.moment ?? ports.now()).toISOString();
  const repairs = lines.map(({ log, event, skipped }): LogRepair => {
    if (!event) return { log, fields: { parse: { status: `skipped:${skipped}` }, generation, ingested } };
    const { request_id, ...labels } = logFieldsOf(catalog.parse(event), generation);
    const fields = { ...labels, ingested };
    // What index time found is exact: JSON numbers lose digits on their way here.
    const known = fieldAt(log.source, 'log_ai.request_id') !== undefined;
    return { log, fields: known || request_id === undefined ? fields : { ...fields, request_id } };
  });
  return ports.logs.repair(repairs);
}

/** One document that cannot be read is marked, and stops nobody else. */
function learnLog(options: {
  log: StoredLog;
  catalog: TemplateCatalog;
  now: number;
  request_id_fields: readonly string[];
}): { log: StoredLog; event: RawEvent | undefined; skipped: SkipReason } {
  const { log, catalog, now, request_id_fields } = options;
  if (log.is_too_large) return { log, event: undefined, skipped: 'too_long' };
  try {
    const event = wellFormed(rawEventOf(log.source, request_id_fields));
    if (event) catalog.learn(event, timeOf(log, now), dataStreamOf(log.reference._index));
    return { log, event, skipped: 'no_message' };
  } catch {
    return { log, event: undefined, skipped: 'parse_failed' };
  }
}

/**
 * Half a surrogate pair is accepted in documents, but a pipeline with one in its tables cannot be written to the cluster
 * state: its master would step down, be elected, and step down again.
 */
function wellFormed(event: RawEvent | undefined): RawEvent | undefined {
  if (event === undefined || event.message.isWellFormed()) return event;
  return { ...event, message: event.message.toWellFormed() };
}
