import type { Client, estypes } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import type { Call } from './call.ts';
import { isMissingDocument, statusOf } from './elasticsearch_error.ts';

/** Nobody loses five times in a row by chance. */
const MAX_ROUNDS = 5;

/** Where a document belongs. */
export interface DocumentPlace {
  readonly client: Client;
  readonly call: Call;
  readonly index: string;
  readonly id: string;
  /** As messages name it: `job`. */
  readonly kind: string;
}

/** A document as it is now, whether or not searches see it. Undefined: there is none. */
export async function readDocument<T>(place: DocumentPlace): Promise<T | undefined> {
  return (await read<T>(place))?._source;
}

/**
 * Writes what `change` makes of a document, if nobody wrote it in between, else of what is there then. Searches see it at once.
 *
 * @param change - Gets the document, or undefined where there is none. What it gives back as it was, or not at all, is not written.
 * @returns The document as it is then.
 * @throws LogAiError `conflict` when others win five times in a row; what `change` throws.
 */
export async function updateDocument<T extends object>(
  place: DocumentPlace,
  change: (stored: T | undefined) => T | undefined,
): Promise<T | undefined> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const stored = await read<T>(place);
    const document = change(stored?._source);
    if (document === undefined || document === stored?._source) return stored?._source;
    if (await write(place, document, stored)) return document;
  }
  const { kind, id } = place;
  throw new LogAiError('conflict', `Others keep changing the ${kind} ${id}: try again.`, { details: { id } });
}

function read<T>({
  client,
  call,
  index,
  id,
  kind,
}: DocumentPlace): Promise<estypes.GetGetResult<T> | undefined> {
  return call(`read the ${kind} ${id}`, async () => {
    try {
      return await client.get<T>({ index, id });
    } catch (error) {
      if (isMissingDocument(error)) return undefined;
      throw error;
    }
  });
}

/** False when somebody wrote since `stored` was read. */
function write<T extends object>(
  { client, call, index, id, kind }: DocumentPlace,
  document: T,
  stored: estypes.GetGetResult<T> | undefined,
): Promise<boolean> {
  const guard = stored
    ? { if_seq_no: stored._seq_no!, if_primary_term: stored._primary_term! }
    : { op_type: 'create' as const };
  return call(`write the ${kind} ${id}`, async () => {
    try {
      await client.index({ index, id, document, refresh: true, ...guard });
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  });
}
