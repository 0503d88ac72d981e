import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import { systemCodeOf } from '../system_error.ts';

/** Who holds a lock. */
const Holder = z.object({ pid: z.int(), host: z.string(), token: z.string() });
type Holder = z.infer<typeof Holder>;

/** Tokens of this process: a lock with its number but another token is of one that had the number before. */
const HELD = new Set<string>();

/**
 * Takes a lock that one process at a time has. A lock of a process that is gone is taken over.
 *
 * @param path - The lock itself is a file beside it: PATH.lock.
 * @returns Lets go of it.
 * @throws LogAiError `state_locked` while another process has it, `output_unwritable`.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const own: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  HELD.add(own.token);
  try {
    if (!(await create(lock, own))) await takeOver(lock, own);
  } catch (error) {
    HELD.delete(own.token);
    throw error;
  }
  return async () => {
    if ((await read(lock))?.token === own.token) await rm(lock, { force: true });
    HELD.delete(own.token);
  };
}

/** What file systems without hard links answer, FAT and some network shares among them. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** A lock is complete from the moment on at which it is there: half of one would say of nobody that they are alive. */
async function create(lock: string, holder: Holder): Promise<boolean> {
  const draft = `${lock}.${holder.token}`;
  try {
    await writeFile(draft, JSON.stringify(holder));
    await link(draft, lock);
    return true;
  } catch (cause) {
    if (systemCodeOf(cause) === 'EEXIST') return false;
    const advice = NO_LINKS.includes(systemCodeOf(cause) ?? '')
      ? 'Its folder must be on a file system with hard links, which keep two processes apart: name a file on another one.'
      : 'Check the folder and its permission, or name another file.';
    throw new LogAiError('output_unwritable', `The state cannot be kept: ${messageOf(cause)}. ${advice}`, {
      cause,
      details: { path: lock },
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Of several processes that find the same dead lock one wins: the one that holds the lock of that lock. */
async function takeOver(lock: string, own: Holder): Promise<void> {
  const holder = await read(lock);
  if (!holder || isAlive(holder)) throw locked(lock, holder);
  const takeover = `${lock}.takeover`;
  if (!(await create(takeover, own))) throw locked(lock, holder, takeover);
  try {
    const present = await read(lock);
    if (present?.token !== holder.token) throw locked(lock, present);
    // What is complete takes the place of the lock at once.
    await rename(takeover, lock);
  } catch (error) {
    await rm(takeover, { force: true });
    throw error;
  }
}

function locked(lock: string, holder: Holder | undefined, takeover?: string): LogAiError {
  const who = holder ? `Process ${holder.pid} on ${holder.host}` : 'Another process';
  const files = takeover === undefined ? lock : `${lock} and ${takeover}`;
  return new LogAiError(
    'state_locked',
    `${who} learns into the same state: wait until it ends, or name another file. If no log-ai runs there, delete ${files}.`,
    { details: { lock, ...holder } },
  );
}

/** Undefined where it is none of ours, or gone by now. */
async function read(lock: string): Promise<Holder | undefined> {
  try {
    return Holder.safeParse(JSON.parse(await readFile(lock, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Of a process on another machine nobody here can say that it is gone. */
function isAlive({ pid, host, token }: Holder): boolean {
  if (host !== hostname()) return true;
  // A container that was started again has the number that the one before had.
  if (pid === process.pid) return HELD.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === 'EPERM';
  }
}
