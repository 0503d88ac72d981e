import { setImmediate } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { isStepEnd, TEMPLATES_A_STEP } from '../../../parse/in_slices.ts';
import { BulkWriter } from './bulk_writer.ts';
import type { Call, RetryRuntime } from '../client/call.ts';

/** Writers that meet on the same documents meet once or twice; five times is something else. */
const MAX_ROUNDS = 5;
/** Of about 1 kB each: half a megabyte a request. */
const JOINED_AT_ONCE = 500;

/** A document and where it belongs. */
export interface Placed<T> {
  readonly index: string;
  readonly id: string;
  readonly document: T;
}

/** What {@link writeJoined} does its work with. */
export interface JoinedWrite<T> {
  readonly client: Client;
  readonly call: Call;
  readonly runtime: RetryRuntime;
  /** Each of another id. */
  readonly documents: readonly Placed<T>[];
  readonly join: (stored: T, ours: T) => T;
  readonly isSame: (left: T, right: T) => boolean;
}

interface Stored<T> {
  readonly document: T;
  readonly seq_no: number;
  readonly primary_term: number;
}

/**
 * Writes documents that others change, too: reads what is there, joins both and writes only if nobody wrote in between,
 * else once more. What the join keeps is never lost, whoever comes first. A join that changes nothing costs no write.
 *
 * @returns How many documents were refused for good and lie in `log-ai-dead-letters`.
 * @throws LogAiError `conflict` when others win five times in a row.
 */
export async function writeJoined<T extends object>(options: JoinedWrite<T>): Promise<number> {
  let refused = 0;
  for (let at = 0; at < options.documents.length; at += JOINED_AT_ONCE) {
    refused += await writeSome({ ...options, documents: options.documents.slice(at, at + JOINED_AT_ONCE) });
  }
  return refused;
}

async function writeSome<T extends object>(options: JoinedWrite<T>): Promise<number> {
  let refused = 0;
  let pending = options.documents;
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > MAX_ROUNDS) {
      const { index } = pending[0]!;
      throw new LogAiError(
        'conflict',
        `Other processes keep changing the same documents of ${index}: try again.`,
        {
          details: { index, documents: pending.length },
        },
      );
    }
    const { lost, dead_letters } = await writeRound({ ...options, documents: pending });
    refused += dead_letters;
    pending = pending.filter(({ id }) => lost.has(id));
  }
  return refused;
}

/** `lost`: the ids of documents that somebody else wrote in between. */
async function writeRound<T extends object>(
  options: JoinedWrite<T>,
): Promise<{ lost: ReadonlySet<string>; dead_letters: number }> {
  const { client, runtime, documents, join, isSame } = options;
  const stored = await readStored<T>(options);
  const lost = new Set<string>();
  const writer = new BulkWriter(client, {
    ...runtime,
    onSettled: ({ id }, verdict) => {
      if (verdict === 'conflict' || verdict === 'already_there') lost.add(id!);
    },
  });
  for (const [at, { index, id, document }] of documents.entries()) {
    // Others get the processor: joining 500 templates of 20 services takes 100 ms.
    if (isStepEnd(at, TEMPLATES_A_STEP)) await setImmediate();
    const before = stored.get(id);
    if (!before) {
      await writer.add({ action: 'create', index, id, document });
      continue;
    }
    const joined = join(before.document, document);
    if (isSame(joined, before.document)) continue;
    const guard = { if_seq_no: before.seq_no, if_primary_term: before.primary_term };
    await writer.add({ action: 'index', index, id, document: joined, ...guard });
  }
  const { dead_letters } = await writer.close();
  return { lost, dead_letters };
}

/** As they are now, whether or not searches see them. An index that is not there holds nothing. */
async function readStored<T extends object>({
  client,
  call,
  documents,
}: JoinedWrite<T>): Promise<Map<string, Stored<T>>> {
  const { docs } = await call('read documents to be joined', () =>
    client.mget<T>({ docs: documents.map(({ index, id }) => ({ _index: index, _id: id })) }),
  );
  const stored = new Map<string, Stored<T>>();
  for (const document of docs) {
    if ('error' in document || !document.found) continue;
    const { _id, _source, _seq_no, _primary_term } = document;
    stored.set(_id, { document: _source!, seq_no: _seq_no!, primary_term: _primary_term! });
  }
  return stored;
}
