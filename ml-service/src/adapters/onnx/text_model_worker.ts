import { parentPort, workerData } from 'node:worker_threads';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { TextModel } from './text_model.ts';
import type { TextModelAnswer, TextModelRequest, TextModelWorkerData } from './text_model_messages.ts';

/** The thread of a `TextModelThread`: loads the model, then answers one request after the other. */
const model = TextModel.load(workerData as TextModelWorkerData);
// Told with each request, not by the death of the thread.
model.catch(() => undefined);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: TextModelRequest) => {
  last = last.then(() => answer(request));
});

async function answer({ id, texts }: TextModelRequest): Promise<void> {
  try {
    const vectors = await (await model).vectorsOf(texts);
    send({ id, vectors }, [vectors.buffer]);
  } catch (error) {
    const { code, message } =
      error instanceof LogAiError ? error : new LogAiError('internal', messageOf(error));
    send({ id, error: { code, message } }, []);
  }
}

function send(message: TextModelAnswer, transferred: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, [...transferred]);
}
