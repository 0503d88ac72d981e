import type { SkipReason } from '../../common/documents/log_document.ts';

/** What became of documents, in the words of docs/errors.md. */
const MEANINGS: Readonly<Record<'parsed' | 'unknown' | 'unlabelled' | `skipped:${SkipReason}`, string>> = {
  parsed: 'Have a template',
  unknown: 'No template yet: they are learned next',
  unlabelled: 'Never went through the pipeline: see "log-ai setup --adopt-existing" and "log-ai backfill"',
  'skipped:no_message': 'Skipped: the document has no message',
  'skipped:empty': 'Skipped: the message is blank',
  'skipped:too_long': 'Skipped: the message is longer than 65,536 bytes',
  'skipped:continuation': 'Part of the line above: a stack trace',
  'skipped:pipeline_failed': 'Skipped: the pipeline failed on it',
  'skipped:parse_failed': 'Skipped: the learning task could not read it',
};

/** One row of the coverage table. */
export interface DocumentState {
  readonly status: string;
  readonly meaning: string;
  readonly count: number;
  /** 0–1 of all documents. */
  readonly share: number;
}

/**
 * What became of documents, the most frequent first.
 *
 * @example
 * documentStatesOf({ total: 4, by_status: { parsed: 3, unknown: 1 } })[0]
 * // { status: 'parsed', meaning: 'Have a template', count: 3, share: 0.75 }
 */
export function documentStatesOf({
  total,
  by_status,
}: {
  readonly total: number;
  readonly by_status: Readonly<Record<string, number>>;
}): DocumentState[] {
  return Object.entries(by_status)
    .map(([status, count]) => ({
      status,
      meaning: (MEANINGS as Readonly<Record<string, string>>)[status] ?? status,
      count,
      share: total === 0 ? 0 : count / total,
    }))
    .sort((a, b) => b.count - a.count);
}
