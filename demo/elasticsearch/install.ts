import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DemoError } from '../demo_error.ts';
import { findJavaHome } from './find_java.ts';
import { cacheDir } from './locations.ts';
import { ARCHIVE, requireMaven, unpackWithMaven } from './maven.ts';

/** Java 17 is enough for this version, and its licence allows to run it; newer archives need a full JDK 21. */
export const ELASTICSEARCH_VERSION = '8.19.13';

const KEPT_MB = 160;
const ARCHIVE_MB = 880;

/**
 * Makes an unmodified Elasticsearch available on this machine and reuses it from then on. It comes from Maven
 * Central, inside the archive of SonarQube, because Elastic's own downloads are not reachable from everywhere.
 * A kill in the middle leaves nothing half-done.
 *
 * @param onProgress - Told in sentences what happens.
 * @returns The home of the distribution.
 * @throws DemoError `java_missing`, `maven_missing`, `download_failed`, `disk_full`, `folder_unusable`,
 * `platform_unsupported`.
 */
export async function installElasticsearch({
  onProgress,
}: {
  onProgress: (message: string) => void;
}): Promise<string> {
  const home = join(cacheDir(), `elasticsearch-${ELASTICSEARCH_VERSION}`);
  if (existsSync(home)) return home;
  if (process.platform === 'win32') {
    throw new DemoError(
      'platform_unsupported',
      'The embedded Elasticsearch runs on Linux and macOS: on Windows set ELASTICSEARCH_URL, or start Docker.',
    );
  }
  const javaHome = findJavaHome();
  requireMaven(javaHome);
  prepareCacheDir();
  requireSpace();
  announce({ home, onProgress });
  // Beside the target, so that the rename is atomic.
  const partial = mkdtempSync(join(cacheDir(), `partial-${process.pid}-`));
  try {
    await unpackWithMaven({ folder: partial, javaHome, onProgress });
    moveIntoPlace({ partial, home });
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  onProgress(`Elasticsearch ${ELASTICSEARCH_VERSION} is ready to start from ${home}.`);
  return home;
}

function announce({ home, onProgress }: { home: string; onProgress: (message: string) => void }): void {
  onProgress(
    isFetched()
      ? `Unpacking Elasticsearch ${ELASTICSEARCH_VERSION} (${KEPT_MB} MB) out of ${ARCHIVE.file} in the local Maven repository.`
      : `Fetching Elasticsearch ${ELASTICSEARCH_VERSION} from Maven Central, inside SonarQube's archive: about 0.9 GB ` +
          `once, kept in the local Maven repository; ${KEPT_MB} MB of it unpacked in ${cacheDir()}.`,
  );
  onProgress(`Licence of Elasticsearch: Elastic License 2.0, its text will be ${join(home, 'LICENSE.txt')}.`);
}

function isFetched(): boolean {
  return existsSync(join(ARCHIVE.folder, ARCHIVE.file));
}

function prepareCacheDir(): void {
  try {
    mkdirSync(cacheDir(), { recursive: true });
  } catch (cause) {
    throw new DemoError(
      'folder_unusable',
      `${cacheDir()} cannot be made: set LOG_AI_CACHE to a folder that can be written.`,
      { cause },
    );
  }
  for (const name of readdirSync(cacheDir())) {
    const owner = Number(/^partial-(\d+)-/.exec(name)?.[1]);
    if (owner && !isAlive(owner)) rmSync(join(cacheDir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function requireSpace(): void {
  requireFree(cacheDir(), KEPT_MB);
  if (!isFetched()) requireFree(homedir(), ARCHIVE_MB + KEPT_MB);
}

function requireFree(folder: string, needed_mb: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free_mb = Math.floor((bavail * bsize) / 1e6);
  if (free_mb >= needed_mb) return;
  throw new DemoError(
    'disk_full',
    `Elasticsearch needs ${needed_mb} MB in ${folder}, where ${free_mb} MB are free: make room and start again.`,
  );
}

function moveIntoPlace({ partial, home }: { partial: string; home: string }): void {
  const unpacked = join(partial, 'unpacked', `sonarqube-${ARCHIVE.version}`, 'elasticsearch');
  if (!existsSync(join(unpacked, 'lib', `elasticsearch-${ELASTICSEARCH_VERSION}.jar`))) {
    throw new DemoError(
      'download_failed',
      `The archive holds no Elasticsearch ${ELASTICSEARCH_VERSION}: delete ${ARCHIVE.folder} and start again.`,
    );
  }
  makeReadable(unpacked);
  try {
    renameSync(unpacked, home);
  } catch (error) {
    // Another process was faster: its copy is as good as ours.
    if (!existsSync(home)) throw error;
  }
}

/** Whatever our umask is: another user may run what we unpacked. */
function makeReadable(path: string): void {
  const { mode } = statSync(path);
  const isFolder = (mode & 0o170000) === 0o040000;
  chmodSync(path, (mode & 0o777) | (isFolder ? 0o555 : 0o444));
  if (isFolder) for (const name of readdirSync(path)) makeReadable(join(path, name));
}
