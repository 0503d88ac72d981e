import type { DeadLetterDocument } from '../../../../../common/documents/operation_documents.ts';
import { INDICES } from '../../../../../common/indices.ts';
import { deadLetterId } from '../../../store/record_ids.ts';
import { type BulkItem, type EncodedOperation, encodeOperation } from './bulk_operation.ts';
import { reasonOf } from '../client/elasticsearch_error.ts';

/** Enough of an oversized document to recognise it by. */
const KEPT_CHARACTERS = 65_536;

/**
 * The write that keeps a refused operation. A document too large for the server is kept in part, under `beginning`.
 *
 * @param input.now - Milliseconds since the epoch.
 */
export function deadLetterOf(input: {
  refused: EncodedOperation;
  item: BulkItem;
  now: number;
}): EncodedOperation {
  const { refused, item, now } = input;
  const { operation } = refused;
  const document = operation.action === 'delete' ? {} : operation.document;
  const letter: DeadLetterDocument = {
    '@timestamp': new Date(now).toISOString(),
    index: operation.index,
    ...(operation.id === undefined ? {} : { document_id: operation.id }),
    reason: item.error?.type ?? `status_${item.status}`,
    error: reasonOf(item.error ?? {}),
    status: item.status,
    retriable: item.status >= 500,
    bytes: refused.bytes,
    document:
      item.status === 413 ? { beginning: JSON.stringify(document).slice(0, KEPT_CHARACTERS) } : document,
  };
  return encodeOperation({
    action: 'index',
    index: INDICES.dead_letters.name,
    id: deadLetterId({ index: operation.index, id: operation.id, document: refused.lines }),
    document: letter,
  });
}
