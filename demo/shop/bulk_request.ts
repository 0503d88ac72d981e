import { createHash } from 'node:crypto';
import type { RawDocument } from './layouts.ts';

/** One operation of a bulk request: two lines of NDJSON. */
export interface BulkOperation {
  readonly ndjson: string;
  readonly bytes: number;
}

/**
 * Makes `create` operations with ids that depend on the documents only, so that what is sent twice is there once.
 * Equal documents in a row are told apart by their number.
 */
export function createOperationMaker(): (document: RawDocument) => BulkOperation {
  let time = '';
  let seen = new Map<string, number>();
  return (document) => {
    if (document['@timestamp'] !== time) {
      time = document['@timestamp'];
      seen = new Map();
    }
    const source = JSON.stringify(document);
    const number = seen.get(source) ?? 0;
    seen.set(source, number + 1);
    const id = createHash('sha1').update(`${number} ${source}`).digest('base64url');
    const ndjson = `{"create":{"_id":"${id}"}}\n${source}\n`;
    return { ndjson, bytes: Buffer.byteLength(ndjson) };
  };
}

/** How Elasticsearch answered one bulk request. */
export interface BulkOutcome {
  readonly created: number;
  /** An earlier attempt, or an earlier run, had written them. */
  readonly alreadyThere: number;
  /** To be sent again: the server was too busy for them. */
  readonly rejected: readonly BulkOperation[];
  readonly failed: number;
  /** Why the first of the failed ones did. */
  readonly failure?: string;
}

interface BulkItem {
  readonly create: {
    readonly status: number;
    readonly error?: { readonly type: string; readonly reason: string };
  };
}

/** Sorts the items of a bulk answer, which lie in the order of the operations. */
export function readOutcome(operations: readonly BulkOperation[], body: string): BulkOutcome {
  const { items } = JSON.parse(body) as { items: readonly BulkItem[] };
  const rejected: BulkOperation[] = [];
  let [created, alreadyThere, failed] = [0, 0, 0];
  let failure: string | undefined;
  for (const [index, operation] of operations.entries()) {
    const { status, error } = items[index]!.create;
    if (status < 300) created++;
    else if (status === 409) alreadyThere++;
    else if (status === 429 || status >= 500) rejected.push(operation);
    else {
      failed++;
      failure ??= error ? `${error.type}: ${error.reason}` : `status ${status}`;
    }
  }
  return { created, alreadyThere, rejected, failed, ...(failure === undefined ? {} : { failure }) };
}
