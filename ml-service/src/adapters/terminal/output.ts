import { once } from 'node:events';

/** A reader such as `head` that has seen enough is no error: the process ends at once and in silence. */
export function endOnBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** Writes text and waits while the reader is slower than we are. */
export async function writeText(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
