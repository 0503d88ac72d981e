import type { EdgeDocument } from '../../../common/documents/edge_document.ts';
import { murmur3 } from '../../../common/murmur3.ts';

/** The parts of a count's identity: who counted what, when and where. */
export interface CountKey {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly index: string;
  readonly status: string;
  /** Of parsed lines. */
  readonly template_id?: string | undefined;
  readonly service: string;
  readonly level: string;
  readonly data_stream?: string | undefined;
  /** Who counted: `cluster` or a stream partition. */
  readonly source: string;
}

/** As JSON the parts cannot run into each other, whatever a service is called. */
const hashOf = (parts: readonly (string | number | null)[]) => murmur3(JSON.stringify(parts));

/**
 * The `_id` of a count: counted again, it is replaced.
 *
 * @example
 * const counted = { minute: 29_000_000, index: 'logs-shop', status: 'parsed', template_id: 'template_a' };
 * countRecordId({ ...counted, service: 'api', level: 'ERROR', source: 'cluster' })
 */
export function countRecordId(key: CountKey): string {
  const { minute, index, status, template_id, service, level, source } = key;
  return hashOf([minute, index, status, template_id ?? null, service, level, source]);
}

/** The `_id` of a request, and of a sample. Request ids can be longer than the 512 bytes that an `_id` may have. */
export function requestRecordId(request_id: string): string {
  return hashOf([request_id]);
}

/** The `_id` of calls of a minute: read again, they are replaced. */
export function edgeRecordId(
  edge: Pick<EdgeDocument, '@timestamp' | 'caller' | 'callee' | 'data_streams'>,
): string {
  return hashOf([edge['@timestamp'], edge.caller ?? null, edge.callee, ...edge.data_streams]);
}

/** The `_id` of a dead letter: the same document refused again is the same letter. */
export function deadLetterId(letter: { index: string; id: string | undefined; document: string }): string {
  return hashOf([letter.index, letter.id ?? null, letter.document]);
}
