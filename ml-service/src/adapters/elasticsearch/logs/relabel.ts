import type { Client, estypes } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { type Call, retry, sleep } from '../client/call.ts';
import { type ErrorCause, isPassingStatus, reasonOf } from '../client/elasticsearch_error.ts';
import { readPipeline } from '../setup/ownership.ts';
import { mapLogAiFields } from '../setup/index_templates.ts';
import { allOf, inRange, UNLABELLED } from '../search/queries.ts';

/** Short beside what the cluster takes for some thousand documents. */
const POLL_MS = 250;

/** Where documents are labelled anew. */
interface Relabelling {
  readonly client: Client;
  readonly call: Call;
  readonly indices: readonly string[];
  /** When it aborts, the cluster's task is cancelled, too. */
  readonly signal?: AbortSignal | undefined;
}

interface TaskFailure {
  readonly id?: string;
  readonly index?: string;
  readonly status?: number;
  /** Of a document that could not be written. */
  readonly cause?: ErrorCause;
  /** Of a shard that could not be read. */
  readonly reason?: ErrorCause;
}

/** Passes by itself: an index was just created, or a node is overloaded. */
class PassingFailure extends LogAiError {}

/** What a search says of shards that are not there yet, and of a queue that is full. */
const PASSING_TYPES =
  /search_phase_execution|no_shard_available|unavailable_shards|es_rejected|node_(not_connected|disconnected)/;

interface TaskResult {
  readonly updated: number;
  readonly failures: readonly TaskFailure[];
}

/**
 * Sends documents through the pipeline where they lie. The cluster does the work; a document that changes meanwhile went
 * through the pipeline by that change.
 *
 * @returns How many documents are labelled now.
 * @throws LogAiError `not_set_up` without a pipeline, `elasticsearch_failed` when the cluster gives up on a document.
 */
export async function relabelDocuments(
  input: Relabelling & { range: TimeRange; most: number },
): Promise<number> {
  const { client, call, indices, range, most } = input;
  if (!(await readPipeline(client, call))) {
    throw new LogAiError('not_set_up', `Run log-ai setup first: there is no pipeline ${PIPELINE_NAME}.`);
  }
  await mapLogAiFields({ client, call, indices });
  return sendThroughPipeline(input, {
    query: allOf(inRange('@timestamp', range), UNLABELLED),
    most,
  });
}

/**
 * As {@link relabelDocuments}, for documents that have a label which edits changed.
 *
 * @param input.query - Which documents.
 */
export function relabelEdited(
  input: Relabelling & { query: estypes.QueryDslQueryContainer },
): Promise<number> {
  return sendThroughPipeline(input, { query: input.query });
}

/** A portion that failed for a while is sent again: what went through already has its label. */
async function sendThroughPipeline(input: Relabelling, work: Portion): Promise<number> {
  return retry(() => sendOnce(input, work), {
    ...(input.signal && { signal: input.signal }),
    isRetriable: (error) => error instanceof PassingFailure,
  });
}

/** Documents that go through the pipeline at once. */
interface Portion {
  readonly query: estypes.QueryDslQueryContainer;
  /** Without it all of them. */
  readonly most?: number;
}

async function sendOnce(input: Relabelling, work: Portion): Promise<number> {
  const { client, call, indices, signal } = input;
  const { query, most } = work;
  const { task } = await call('label old documents', () =>
    client.updateByQuery({
      index: [...indices],
      query,
      ...(most !== undefined && { max_docs: most }),
      pipeline: PIPELINE_NAME,
      conflicts: 'proceed',
      slices: 'auto',
      ignore_unavailable: true,
      wait_for_completion: false,
    }),
  );
  const task_id = String(task);
  try {
    const { updated, failures } = await waitFor({ ...input, task_id });
    const [failure] = failures;
    if (failure) throw failureError(failure, updated);
    return updated;
  } catch (error) {
    if (signal?.aborted) await client.tasks.cancel({ task_id }).catch(() => undefined);
    throw error;
  }
}

async function waitFor(
  input: Pick<Relabelling, 'client' | 'call' | 'signal'> & {
    task_id: string;
  },
): Promise<TaskResult> {
  const { client, call, task_id, signal } = input;
  for (;;) {
    signal?.throwIfAborted();
    const task = await call('follow the labelling of old documents', () => client.tasks.get({ task_id }));
    const { updated = 0 } = (task.task.status ?? {}) as { updated?: number };
    if (task.error) throw failureError({ cause: task.error }, updated);
    if (task.completed) return task.response as TaskResult;
    await sleep(POLL_MS, signal);
  }
}

function failureError(failure: TaskFailure, done: number): LogAiError {
  const cause = failure.cause ?? failure.reason ?? {};
  const details = { done, index: failure.index, id: failure.id, type: cause.type };
  const why = reasonOf(cause);
  if (isPassingStatus(failure.status ?? 0) || PASSING_TYPES.test(cause.type ?? '')) {
    return new PassingFailure(
      'elasticsearch_unreachable',
      `Elasticsearch is overloaded or restarting and did not label old documents: ${why}`,
      { details },
    );
  }
  const where = failure.id === undefined ? '' : ` at ${failure.index ?? ''}/${failure.id}`;
  return new LogAiError('elasticsearch_failed', `Labelling stopped${where} after ${done} documents: ${why}`, {
    details,
  });
}
