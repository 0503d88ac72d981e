import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { claimPort } from './claim_port.ts';
import { findJavaHome } from './find_java.ts';
import { installElasticsearch } from './install.ts';
import { layoutOf, prepareFolder } from './instance_folder.ts';
import type { InstanceFolder } from './instance_folder.ts';
import { addUser, launchServer } from './launcher.ts';
import { endGroup, killGroup, listGroup, waitUntilGone } from './process_group.ts';
import { waitUntilReady } from './readiness.ts';
import { findServerUser } from './server_user.ts';

/** Elasticsearch flushes and leaves within a few seconds; longer means that it hangs. */
const STOP_PATIENCE_MS = 20_000;

export interface ElasticsearchOptions {
  /** Holds the data, the configuration and the log; data of an earlier run is found again. */
  readonly dataDir: string;
  /** The HTTP port on 127.0.0.1; 0 chooses a free one. */
  readonly port: number;
  readonly heapMb: number;
  /** With it, requests need this user's basic authentication; it is a superuser. HTTP stays plain unless `tls` is set. */
  readonly security?: { readonly username: string; readonly password: string; readonly tls?: boolean };
  /** Told in sentences what happens. */
  readonly onProgress: (message: string) => void;
}

/** A running Elasticsearch of ours. */
export interface RunningElasticsearch {
  readonly url: string;
  /** With TLS the certificate to trust, as PEM. */
  readonly ca?: string;
  /** The process group of the server. */
  readonly pid: number;
  /** The distribution it runs from. */
  readonly home: string;
  /** The file that holds what the server prints. */
  readonly logFile: string;
  /** Ends it in order; resolves when no process is left. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts an Elasticsearch on this machine, fetching it first where needed, and waits until it answers. It ends when
 * this process ends, however that happens. An instance that an earlier run left on the same `dataDir` is ended first.
 *
 * @throws DemoError `port_taken`, `elasticsearch_not_ready`, `elasticsearch_refused`, `java_missing`, and those of
 * {@link installElasticsearch}.
 * @example
 * const server = await startElasticsearch({ dataDir: defaultDataDir('demo'), port: 0, heapMb: 1024, onProgress });
 * await fetch(`${server.url}/_cluster/health`);
 * await server.stop();
 */
export async function startElasticsearch(options: ElasticsearchOptions): Promise<RunningElasticsearch> {
  const { heapMb, security, onProgress } = options;
  const folder = layoutOf(resolve(options.dataDir));
  const javaHome = findJavaHome();
  const home = await installElasticsearch({ onProgress });
  const user = findServerUser();
  await endEarlierInstance({ folder, onProgress });
  const port = await claimPort(options.port);
  const tls = security?.tls ? { javaHome } : undefined;
  const ca = prepareFolder({ folder, home, user, port, heapMb, secured: security !== undefined, tls });
  const launch = { home, javaHome, folder, user };
  if (security) addUser(launch, security);
  onProgress(
    `Starting Elasticsearch on port ${port} with ${heapMb} MB of heap; its data is in ${folder.root}.`,
  );
  const { child, group } = await launchServer(launch);
  const running = control({ child, group, folder, home, port, ca });
  try {
    await waitUntilReady({ url: running.url, logFile: folder.logFile, child, security, ca });
  } catch (error) {
    await running.kill();
    throw error;
  }
  onProgress(`Elasticsearch answers on ${running.url}.`);
  return running;
}

/** One that lives without us: a run was killed together with its guard, or another run uses the folder. */
async function endEarlierInstance({
  folder,
  onProgress,
}: {
  folder: InstanceFolder;
  onProgress: (message: string) => void;
}): Promise<void> {
  const group = readPid(folder.pidFile);
  if (group === undefined) return;
  // The pid may belong to somebody else by now: the command line tells.
  const isOurs = listGroup(group).some(({ commandLine }) => commandLine.includes(`${folder.root}/`));
  if (!isOurs) return;
  onProgress(`Ending the Elasticsearch that still runs on ${folder.root}.`);
  await endGroup(group, { patience_ms: STOP_PATIENCE_MS });
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function control({
  child,
  group,
  folder,
  home,
  port,
  ca,
}: {
  child: ChildProcess;
  group: number;
  folder: InstanceFolder;
  home: string;
  port: number;
  ca: string | undefined;
}): RunningElasticsearch {
  writeFileSync(folder.pidFile, `${group}\n`);
  const forget = (): void => {
    rmSync(folder.pidFile, { force: true });
  };
  return {
    url: `${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    ...(ca !== undefined && { ca }),
    pid: group,
    home,
    logFile: folder.logFile,
    stop: async () => {
      child.stdin?.end(); // the guard passes it on as SIGTERM
      if (!(await waitUntilGone(group, STOP_PATIENCE_MS))) await killGroup(group);
      forget();
    },
    kill: async () => {
      await killGroup(group);
      forget();
    },
  };
}
