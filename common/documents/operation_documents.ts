import * as z from 'zod';
import { boolean, date, double, integer, keyword, keywordOf, long, opaque, text } from './field.ts';

/**
 * `log-ai-jobs`: long work that can be watched and steered, and goes on after a kill. The record is all that there is of a
 * job: what it is to do, how far it has come, and, while it runs, whose it is. Who works on it owns it as long as it
 * writes every now and then (`updated`); whoever takes it over raises `epoch`.
 */
export const JobDocument = z.strictObject({
  id: keyword(),
  kind: keywordOf(['backfill', 'backtest', 'relabel']),
  status: keywordOf(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
  /** Who asked for it, where that is known. */
  by: keyword().optional(),
  created: date(),
  /** When somebody began to work on it for the first time. */
  started: date().optional(),
  /** The last word of who works on it or steers it. */
  updated: date(),
  finished: date().optional(),
  /** Documents that it is about, as far as is known, and how many of them are done. */
  total: long(),
  done: long(),
  /** What it is at. */
  step: keyword().optional(),
  /** All of its range before is done: this is where it goes on. */
  done_until: date().optional(),
  owner: keyword().optional(),
  epoch: long(),
  /** How often somebody began to work on it since it last got on. */
  attempts: integer(),
  request: opaque(z.record(z.string(), z.unknown())),
  /** What came of it so far. */
  result: opaque(z.record(z.string(), z.unknown())).optional(),
  error: text().optional(),
});
export type JobDocument = z.infer<typeof JobDocument>;
export type JobStatus = JobDocument['status'];

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
