import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../common/errors.ts';
import { PIPELINE_NAME } from '../../../../common/indices.ts';
import type { TimeRange } from '../../ports.ts';
import type { Call } from './call.ts';
import { reasonOf } from './elasticsearch_error.ts';
import type { ErrorCause } from './elasticsearch_error.ts';
import { readPipeline } from './installed.ts';
import { mapLogAiFields } from './logs_template.ts';
import { allOf, inRange, UNLABELLED } from './log_queries.ts';
import { sleep } from './retry.ts';

/** Often enough for a progress bar. */
const POLL_MS = 500;

interface TaskFailure {
  readonly id?: string;
  readonly index?: string;
  readonly cause?: ErrorCause;
}

interface TaskResult {
  readonly updated: number;
  readonly failures: readonly TaskFailure[];
}

/**
 * Sends documents through the pipeline where they lie. The cluster does the work; a document that changes meanwhile went
 * through the pipeline by that change. When the signal aborts, the cluster's task is cancelled, too.
 *
 * @returns How many documents are labelled now.
 * @throws LogAiError `not_set_up` without a pipeline, `elasticsearch_failed` when the cluster gives up on a document.
 */
export async function relabelDocuments(input: {
  client: Client;
  call: Call;
  indices: readonly string[];
  range: TimeRange;
  onProgress: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}): Promise<number> {
  const { client, call, indices, range, signal } = input;
  if (!(await readPipeline(client, call))) {
    throw new LogAiError('not_set_up', `Run log-ai setup first: there is no pipeline ${PIPELINE_NAME}.`);
  }
  await mapLogAiFields({ client, call, indices });
  const { task } = await call('label old documents', () =>
    client.updateByQuery({
      index: [...indices],
      query: allOf(inRange('@timestamp', range), UNLABELLED),
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

async function waitFor(input: {
  client: Client;
  call: Call;
  task_id: string;
  onProgress: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}): Promise<TaskResult> {
  const { client, call, task_id, onProgress, signal } = input;
  for (;;) {
    signal?.throwIfAborted();
    const task = await call('follow the labelling of old documents', () => client.tasks.get({ task_id }));
    const { updated = 0, total = 0 } = (task.task.status ?? {}) as { updated?: number; total?: number };
    onProgress(updated, total);
    if (task.error) throw failureError({ cause: task.error }, updated);
    if (task.completed) return task.response as TaskResult;
    await sleep(POLL_MS, signal);
  }
}

function failureError(failure: TaskFailure, done: number): LogAiError {
  const where = failure.id === undefined ? '' : ` at ${failure.index ?? ''}/${failure.id}`;
  return new LogAiError(
    'elasticsearch_failed',
    `Labelling stopped${where} after ${done} documents: ${reasonOf(failure.cause ?? {})}`,
    { details: { done, index: failure.index, id: failure.id, type: failure.cause?.type } },
  );
}
