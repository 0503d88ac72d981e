import { murmur3 } from '../../../common/murmur3.ts';

/** The parts of a count's identity: who counted what, when and where. */
export interface CountKey {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly template_id: string;
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
 * countRecordId({ minute: 29_000_000, template_id: 'template_a', service: 'api', level: 'ERROR', source: 'cluster' })
 */
export function countRecordId(key: CountKey): string {
  return hashOf([
    key.minute,
    key.template_id,
    key.service,
    key.level,
    key.source,
    ...(key.data_stream === undefined ? [] : [key.data_stream]),
  ]);
}

/** The `_id` of a failed request. Request ids can be longer than the 512 bytes that an `_id` may have. */
export function requestRecordId(request_id: string): string {
  return hashOf([request_id]);
}

/** The `_id` of a dead letter: the same document refused again is the same letter. */
export function deadLetterId(letter: { index: string; id: string | undefined; document: string }): string {
  return hashOf([letter.index, letter.id ?? null, letter.document]);
}
