import { parentPort, workerData } from 'node:worker_threads';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { EmbeddingModel } from './embedding_model.ts';
import type { EmbedAnswer, EmbedRequest, EmbedWorkerData } from './embed_messages.ts';

/** The thread of an `OnnxEmbedder`: loads the model, then answers one request after the other. */
const model = EmbeddingModel.load(workerData as EmbedWorkerData);
// Told with each request, not by the death of the thread.
model.catch(() => undefined);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: EmbedRequest) => {
  last = last.then(() => answer(request));
});

async function answer({ id, texts }: EmbedRequest): Promise<void> {
  try {
    const vectors = await (await model).embed(texts);
    send({ id, vectors }, [vectors.buffer]);
  } catch (error) {
    const { code, message } =
      error instanceof LogAiError ? error : new LogAiError('internal', messageOf(error));
    send({ id, error: { code, message } }, []);
  }
}

function send(message: EmbedAnswer, transferred: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, [...transferred]);
}
