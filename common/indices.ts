import type * as z from 'zod';
import { AnomalyDocument } from './documents/anomaly_document.ts';
import { EdgeDocument } from './documents/edge_document.ts';
import { ExpectationDocument } from './documents/expectation_document.ts';
import { IncidentDocument } from './documents/incident_document.ts';
import { DeadLetterDocument, JobDocument, StateDocument } from './documents/operation_documents.ts';
import { RequestDocument } from './documents/request_document.ts';
import { RequestSampleDocument } from './documents/request_sample_document.ts';
import { TemplateCountDocument } from './documents/template_count_document.ts';
import { TemplateDocument } from './documents/template_document.ts';

/** One kind of record that Log AI keeps. */
export interface IndexDefinition {
  /** The index, or the alias under which the dated indices are read. */
  readonly name: string;
  readonly schema: z.ZodObject;
  /** The record's own time cuts it, never rollover: the same `_id` always lands in the same index. */
  readonly cut: 'single' | 'day' | 'month';
  /**
   * Rises when the mapping changes. What is added the service adds by itself, where its key may; until then, or until
   * `log-ai setup` was run again, nothing is written.
   */
  readonly version: number;
  /** The version from which on documents are read. Rises when what was written before is of no use any more. */
  readonly readable_from: number;
  /** Days after which dated indices are deleted, and incidents that are over; else single indices are kept. Reason: beyond it nobody compares. */
  readonly retention_days?: number;
  /**
   * Who reads it. `references`: template texts, counts, numbers and `{_index, _id}`, for every user of Log AI.
   * `lines`: holds parts of log lines, for ml-service's own key only.
   */
  readonly holds: 'references' | 'lines';
}

/** All indices of Log AI besides the user's own logs. */
export const INDICES = {
  templates: {
    name: 'log-ai-templates',
    schema: TemplateDocument,
    cut: 'single',
    version: 8,
    readable_from: 4,
    holds: 'references',
  },
  template_counts: {
    name: 'log-ai-template-counts',
    schema: TemplateCountDocument,
    cut: 'day',
    version: 3,
    readable_from: 2,
    retention_days: 30,
    holds: 'references',
  },
  anomalies: {
    name: 'log-ai-anomalies',
    schema: AnomalyDocument,
    cut: 'month',
    version: 6,
    readable_from: 2,
    retention_days: 365,
    holds: 'references',
  },
  requests: {
    name: 'log-ai-requests',
    schema: RequestDocument,
    cut: 'day',
    version: 5,
    readable_from: 2,
    retention_days: 30,
    holds: 'references',
  },
  request_samples: {
    name: 'log-ai-request-samples',
    schema: RequestSampleDocument,
    cut: 'day',
    version: 3,
    readable_from: 1,
    retention_days: 7,
    holds: 'references',
  },
  edges: {
    name: 'log-ai-edges',
    schema: EdgeDocument,
    cut: 'day',
    version: 1,
    readable_from: 1,
    retention_days: 30,
    holds: 'references',
  },
  incidents: {
    name: 'log-ai-incidents',
    schema: IncidentDocument,
    cut: 'single',
    version: 4,
    readable_from: 2,
    retention_days: 365,
    holds: 'references',
  },
  expectations: {
    name: 'log-ai-expectations',
    schema: ExpectationDocument,
    cut: 'single',
    version: 1,
    readable_from: 1,
    holds: 'references',
  },
  jobs: {
    name: 'log-ai-jobs',
    schema: JobDocument,
    cut: 'single',
    version: 2,
    readable_from: 2,
    holds: 'references',
  },
  state: {
    name: 'log-ai-state',
    schema: StateDocument,
    cut: 'single',
    version: 2,
    readable_from: 2,
    holds: 'lines',
  },
  dead_letters: {
    name: 'log-ai-dead-letters',
    schema: DeadLetterDocument,
    cut: 'single',
    version: 2,
    readable_from: 2,
    holds: 'lines',
  },
} as const satisfies Record<string, IndexDefinition>;

export type IndexKind = keyof typeof INDICES;

/** The name of the ingest pipeline, and of the index template for the user's logs. */
export const PIPELINE_NAME = 'log-ai';
export const LOGS_TEMPLATE_NAME = 'log-ai-logs';

/**
 * The index in which a record of this kind and time lies.
 *
 * @param time - The record's own time, milliseconds since the epoch.
 * @example
 * indexNameOf('anomalies', Date.parse('2026-11-22T10:00:00Z')) // 'log-ai-anomalies-2026.11'
 */
export function indexNameOf(kind: IndexKind, time: number): string {
  const { name, cut } = INDICES[kind];
  if (cut === 'single') return name;
  const day = new Date(time).toISOString().slice(0, cut === 'day' ? 10 : 7);
  return `${name}-${day.replaceAll('-', '.')}`;
}
