import type { SkipReason } from '../../../../common/documents/log_document.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import { fieldAt } from '../../ingest/event_fields.ts';
import { rawEventOf } from '../../ingest/log_document.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogRepair, LogStore, StoredLog } from '../../ports/logs.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { logFieldsOf } from '../../store/log_fields.ts';
import { markDirty } from './dirty_minutes.ts';
import { startPublishing } from './publish.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

/** What a run of learning did. */
export interface LearnSummary {
  readonly documents: number;
  readonly repaired: number;
  /** Changed by somebody else meanwhile; the next run sees them again. */
  readonly conflicts: number;
  readonly failed: number;
  readonly generation: number;
  readonly templates: number;
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
 * published, published before documents carry them, and minutes marked as dirty before their documents change.
 */
export async function learnUnknown(options: {
  ports: LearnPorts;
  catalog: TemplateCatalog;
  page_size: number;
  request_id_fields: readonly string[];
  lease?: Lease;
  onProgress?: (documents: number) => void;
}): Promise<LearnSummary> {
  const { ports, catalog, page_size, lease, onProgress } = options;
  const total = { documents: 0, repaired: 0, conflicts: 0, failed: 0 };
  const publishing = await startPublishing({ ports, catalog, lease });
  for await (const page of ports.logs.unknown({ page_size })) {
    const lines: { log: StoredLog; event: RawEvent | undefined; skipped: SkipReason }[] = [];
    for (const log of page) {
      lines.push(learnLog({ log, catalog, now: ports.now(), request_id_fields: options.request_id_fields }));
      // The service answers while it learns.
      if (lines.length % LINES_AT_ONCE === 0) await ports.pause();
    }
    await publishing.publishChanges();
    // Also what changes no matcher, such as an earlier first line: once repaired, a document is not learned again.
    await catalog.documents.save(ports.templates, ports.now());
    const { generation } = publishing;
    await markDirty({
      state: ports.state,
      minutes: page.map((log) => Math.floor(timeOf(log, ports.now()) / 60_000)),
      lease,
    });
    const repairs = lines.map(({ log, event, skipped }): LogRepair => {
      if (!event) return { log, fields: { parse: { status: `skipped:${skipped}` }, generation } };
      const { request_id, ...fields } = logFieldsOf(catalog.parse(event), generation);
      // What index time found is exact: JSON numbers lose digits on their way here.
      const known = fieldAt(log.source, 'log_ai.request_id') !== undefined;
      return { log, fields: known || request_id === undefined ? fields : { ...fields, request_id } };
    });
    const { repaired, conflicts, failed } = await ports.logs.repair(repairs);
    total.documents += page.length;
    total.repaired += repaired;
    total.conflicts += conflicts;
    total.failed += failed;
    onProgress?.(total.documents);
  }
  // Also what a run before repaired just before it was killed: it was read as unknown, because nobody could see it yet.
  if (total.documents > 0) await ports.logs.refresh();
  return { ...total, generation: publishing.generation, templates: catalog.size };
}

/** One document that cannot be read is marked, and stops nobody else. */
function learnLog(options: {
  log: StoredLog;
  catalog: TemplateCatalog;
  now: number;
  request_id_fields: readonly string[];
}): { log: StoredLog; event: RawEvent | undefined; skipped: SkipReason } {
  const { log, catalog, now, request_id_fields } = options;
  try {
    const event = wellFormed(rawEventOf(log.source, request_id_fields));
    if (event) catalog.learn(event, timeOf(log, now));
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
