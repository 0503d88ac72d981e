import { type ErrorCause, isPassingStatus } from '../client/elasticsearch_error.ts';

/** The state of the document that a guarded write expects; another state is a conflict. */
export interface WriteGuard {
  readonly if_seq_no: number;
  readonly if_primary_term: number;
}

/**
 * One write. Ids are the caller's and deterministic, so that sending an operation twice does no harm.
 * `index` replaces, `create` leaves what is there, `update` adds the given fields, `delete` removes.
 */
export type BulkOperation =
  | ({
      readonly action: 'index';
      readonly index: string;
      readonly id: string;
      readonly document: object;
    } & Partial<WriteGuard>)
  | { readonly action: 'create'; readonly index: string; readonly id?: string; readonly document: object }
  | ({
      readonly action: 'update';
      readonly index: string;
      readonly id: string;
      readonly document: object;
    } & Partial<WriteGuard>)
  | ({ readonly action: 'delete'; readonly index: string; readonly id: string } & Partial<WriteGuard>);

/** An operation with the lines that go over the wire. */
export interface EncodedOperation {
  readonly operation: BulkOperation;
  /** Newline-delimited JSON without the last newline. */
  readonly lines: string;
  readonly bytes: number;
}

/**
 * Writes an operation as the bulk API reads it.
 *
 * @example
 * encodeOperation({ action: 'delete', index: 'a', id: '1' }).lines // '{"delete":{"_index":"a","_id":"1"}}'
 */
export function encodeOperation(operation: BulkOperation): EncodedOperation {
  const { action, index, id } = operation;
  const guard =
    'if_seq_no' in operation
      ? { if_seq_no: operation.if_seq_no, if_primary_term: operation.if_primary_term }
      : {};
  const header = JSON.stringify({ [action]: { _index: index, _id: id, ...guard } });
  const lines = action === 'delete' ? header : `${header}\n${JSON.stringify(bodyOf(operation))}`;
  return { operation, lines, bytes: Buffer.byteLength(lines) + 1 };
}

function bodyOf(operation: Exclude<BulkOperation, { action: 'delete' }>): object {
  return operation.action === 'update' ? { doc: operation.document } : operation.document;
}

/** What Elasticsearch says about one operation. */
export interface BulkItem {
  readonly status: number;
  readonly error?: ErrorCause;
}

/**
 * What became of an operation: `written`; `already_there` (a create whose id exists); `conflict` (the guarded document
 * changed or is gone); `again` (overload that passes); `denied` (no privilege: no other document would fare better);
 * `refused` for good.
 */
export type BulkVerdict = 'written' | 'already_there' | 'conflict' | 'again' | 'denied' | 'refused';

/** The type of the error of a write to an index that is read-only, be it because its disk is full. */
export const WRITE_BLOCK = 'cluster_block_exception';

/** Judges the item of an operation. Pure. */
export function judgeItem(operation: BulkOperation, item: BulkItem): BulkVerdict {
  const { status } = item;
  if (status < 300) return 'written';
  // An index that is read-only, rolled over (403) or on a full disk (429): this document cannot be changed, others can.
  if (operation.action === 'update' && item.error?.type === WRITE_BLOCK) return 'conflict';
  if (isPassingStatus(status)) return 'again';
  if (status === 401 || status === 403) return 'denied';
  if (status === 409) return operation.action === 'create' ? 'already_there' : 'conflict';
  // Deleted meanwhile, or its whole index by retention.
  if (status === 404 && operation.action === 'delete') return 'written';
  if (status === 404 && operation.action === 'update') return 'conflict';
  return 'refused';
}
