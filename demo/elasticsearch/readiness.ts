import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoError } from '../demo_error.ts';

/** It is ready after 10 to 30 s on a quiet machine; a busy one takes 90. */
const READY_WITHIN_MS = 240_000;

/** Resolves when all primary shards of the server are there; fails when it ends, or takes too long. */
export async function waitUntilReady({
  url,
  logFile,
  child,
  security,
  ca,
}: {
  url: string;
  logFile: string;
  child: ChildProcess;
  security: { readonly username: string; readonly password: string } | undefined;
  ca: string | undefined;
}): Promise<void> {
  const headers: Record<string, string> = security
    ? {
        authorization: `Basic ${Buffer.from(`${security.username}:${security.password}`).toString('base64')}`,
      }
    : {};
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isReady({ url, headers, ca }))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw notReady(logFile, 'ended while it started');
    if (performance.now() > deadline)
      throw notReady(logFile, `did not answer within ${READY_WITHIN_MS / 1000} s`);
    await sleep(250);
  }
}

async function isReady({
  url,
  headers,
  ca,
}: {
  url: string;
  headers: Record<string, string>;
  ca: string | undefined;
}): Promise<boolean> {
  const address = `${url}/_cluster/health?wait_for_status=yellow&timeout=5s`;
  const options = { headers, agent: false as const, signal: AbortSignal.timeout(10_000) };
  // `fetch` trusts no authority but its own.
  const request = ca === undefined ? httpGet(address, options) : httpsGet(address, { ...options, ca });
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

function notReady(logFile: string, what: string): DemoError {
  const log = readFileSync(logFile, 'utf8');
  if (/no space left on device/i.test(log)) {
    return new DemoError(
      'disk_full',
      `Elasticsearch ${what} because the disk is full: make room and start again.`,
    );
  }
  const last = log.trimEnd().split('\n').slice(-12).join('\n');
  return new DemoError(
    'elasticsearch_not_ready',
    `Elasticsearch ${what}; see ${logFile}, which ends with:\n${last}`,
  );
}
