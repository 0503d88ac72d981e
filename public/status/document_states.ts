import type { SkipReason } from '../../common/documents/log_document.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';

/** What became of documents, in the words of docs/errors.md. */
const MEANINGS: Readonly<
  Record<'parsed' | 'unknown' | 'unlabelled' | `skipped:${SkipReason}`, () => string>
> = {
  parsed: () => translate('logAi.status.documents.parsed', { defaultMessage: 'With a template' }),
  unknown: () =>
    translate('logAi.status.documents.unknown', {
      defaultMessage: 'No template yet; learned in the next run',
    }),
  unlabelled: () =>
    translate('logAi.status.documents.unlabelled', {
      defaultMessage:
        'Not processed by the pipeline: run "log-ai setup --adopt-existing" or "log-ai backfill"',
    }),
  'skipped:no_message': () =>
    translate('logAi.status.documents.noMessage', { defaultMessage: 'Skipped: no message' }),
  'skipped:empty': () =>
    translate('logAi.status.documents.empty', { defaultMessage: 'Skipped: empty message' }),
  'skipped:too_long': () =>
    translate('logAi.status.documents.tooLong', {
      defaultMessage: 'Skipped: message longer than {bytes} bytes',
      values: { bytes: formatCount(65_536) },
    }),
  'skipped:continuation': () =>
    translate('logAi.status.documents.continuation', {
      defaultMessage: 'Part of the previous line, such as a stack trace',
    }),
  'skipped:pipeline_failed': () =>
    translate('logAi.status.documents.pipelineFailed', { defaultMessage: 'Skipped: pipeline error' }),
  'skipped:parse_failed': () =>
    translate('logAi.status.documents.parseFailed', {
      defaultMessage: 'Skipped: unreadable for the learning task',
    }),
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
 * // { status: 'parsed', meaning: 'With a template', count: 3, share: 0.75 }
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
      meaning: (MEANINGS as Readonly<Record<string, (() => string) | undefined>>)[status]?.() ?? status,
      count,
      share: total === 0 ? 0 : count / total,
    }))
    .sort((a, b) => b.count - a.count);
}
