import * as z from 'zod';
import { boolean, date, double, float, integer, keyword, keywordOf, long, opaque, text } from './field.ts';

/** `log-ai-incidents`: anomalies of one cause. */
export const IncidentDocument = z.strictObject({
  '@timestamp': date(),
  id: keyword(),
  event: z.strictObject({ start: date(), end: date(), created: date(), reason: text(), risk_score: float() }),
  status: keywordOf(['active', 'resolved', 'expected']),
  anomaly_ids: z.array(keyword()),
  services: z.array(keyword()),
});
export type IncidentDocument = z.infer<typeof IncidentDocument>;

/** `log-ai-jobs`: long work with progress, so that it can be watched and resumed. */
export const JobDocument = z.strictObject({
  id: keyword(),
  kind: keywordOf(['backfill', 'relabel']),
  status: keywordOf(['running', 'done', 'failed', 'cancelled']),
  started: date(),
  updated: date(),
  finished: date().optional(),
  total: long(),
  done: long(),
  request: opaque(z.record(z.string(), z.unknown())),
  error: text().optional(),
});
export type JobDocument = z.infer<typeof JobDocument>;

/** `log-ai-state`: checkpoints, leases, edits and what detectors remember. `value` is opaque to Elasticsearch. */
export const StateDocument = z.strictObject({
  kind: keywordOf(['checkpoint', 'lease', 'detector', 'matcher', 'edits']),
  owner: keyword().optional(),
  /** Rises with each new owner; a write behind a lease carries it. */
  epoch: long(),
  expires: date().optional(),
  updated: date(),
  value: opaque(z.unknown()),
});
export type StateDocument = z.infer<typeof StateDocument>;

/** `log-ai-dead-letters`: documents that Elasticsearch refused for good, with the reason; nothing is lost. */
export const DeadLetterDocument = z.strictObject({
  '@timestamp': date(),
  index: keyword(),
  document_id: keyword().optional(),
  reason: keyword(),
  error: text(),
  status: integer(),
  retriable: boolean(),
  bytes: double(),
  document: opaque(z.unknown()),
});
export type DeadLetterDocument = z.infer<typeof DeadLetterDocument>;
