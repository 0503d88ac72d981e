import * as z from 'zod';

/** All routes of the service but those of operation (health, metrics, the OpenAPI document) lie below it. */
export const API_BASE = '/api/v1';

/** Limits of the API, each with its reason. */
export const API_LIMITS = {
  /** What fits into the default body limit at 800 bytes a line. */
  lines: 10_000,
  /** A table that nobody scrolls through to its end. */
  page: 1000,
  /** Elasticsearch reads pages up to here (`index.max_result_window`); beyond, a narrower query is the answer. */
  offset: 9000,
  /** Longer than any id of a framework, shorter than a line of an attacker. */
  id: 512,
  /** Ids in one query: a page of a table, and an address that every proxy passes on. */
  ids: 100,
  /** Points of a chart: more than it has pixels in steps of two. */
  buckets: 500,
  /** Lines of a chart: far more than anybody tells apart, and an answer of a few megabytes at most. */
  series: 1000,
  /** Lines that are looked at to show a few, or how values are spread. */
  references: 500,
} as const;

/** ISO 8601 with a zone. */
export const Moment = z.iso.datetime({ offset: true });
export const Id = z.string().min(1).max(API_LIMITS.id);
/** One id, or several as a repeated parameter. */
export const Ids = z.union([z.array(Id).min(1).max(API_LIMITS.ids), Id.transform((id) => [id])]);
export const Size = z.coerce.number().int().min(1).max(API_LIMITS.page);

/** Half-open: from ≤ t < to. */
export const range = { from: Moment, to: Moment };
export const isForward = (value: { from: string; to: string }) =>
  Date.parse(value.from) < Date.parse(value.to);
export const FORWARD = { error: 'from must be before to', path: ['to'] };

/** A range that is not given is the last hour. */
export const optionalRange = { from: Moment.optional(), to: Moment.optional() };
export const isForwardWhereGiven = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || isForward({ from, to });
