import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoError } from '../demo_error.ts';
import { KEYSTORE, KEYSTORE_PASSWORD, makeCertificate } from './certificate.ts';
import { handOver, requireAccess } from './server_user.ts';
import type { ServerUser } from './server_user.ts';

/** Where one instance keeps its things. */
export interface InstanceFolder {
  readonly root: string;
  readonly config: string;
  readonly data: string;
  readonly logs: string;
  readonly tmp: string;
  /** The pid of the process group, and what it prints. */
  readonly pidFile: string;
  readonly logFile: string;
}

/** The layout below a data folder. */
export function layoutOf(root: string): InstanceFolder {
  return {
    root,
    config: join(root, 'config'),
    data: join(root, 'data'),
    logs: join(root, 'logs'),
    tmp: join(root, 'tmp'),
    pidFile: join(root, 'elasticsearch.pid'),
    logFile: join(root, 'logs', 'elasticsearch.log'),
  };
}

/**
 * Makes the folders and writes a fresh configuration; the data of earlier runs stays.
 *
 * @param options.tls - With it, the Java that makes the certificate.
 * @returns That certificate as PEM.
 */
export function prepareFolder({
  folder,
  home,
  user,
  port,
  heapMb,
  secured,
  tls,
}: {
  folder: InstanceFolder;
  home: string;
  user: ServerUser;
  port: number;
  heapMb: number;
  secured: boolean;
  tls?: { javaHome: string } | undefined;
}): string | undefined {
  makeFolders(folder);
  const ca = tls && makeCertificate({ ...tls, folder: folder.config });
  const files = {
    'elasticsearch.yml': settings({ folder, port, secured, encrypted: tls !== undefined }),
    'jvm.options': jvmOptions({ folder, heapMb }),
    'log4j2.properties': LOG_TO_CONSOLE,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.config, name), text);
  for (const name of ['roles.yml', 'role_mapping.yml', 'users', 'users_roles']) {
    cpSync(join(home, 'config', name), join(folder.config, name));
  }
  const inside = readdirSync(folder.root, { recursive: true, encoding: 'utf8' });
  handOver(user, [folder.root, ...inside.map((name) => join(folder.root, name))]);
  requireAccess(user, folder.data, 'write', 'set LOG_AI_HOME to another folder');
  requireAccess(user, join(home, 'lib'), 'read', 'set LOG_AI_CACHE to another folder');
  return ca;
}

function makeFolders(folder: InstanceFolder): void {
  try {
    // What is written anew at each start must not inherit from another start, e.g. a keystore or users.
    for (const path of [folder.config, folder.tmp]) rmSync(path, { recursive: true, force: true });
    const folders = [folder.config, folder.data, folder.logs, folder.tmp];
    for (const path of folders) mkdirSync(path, { recursive: true });
    // Log lines and password hashes are nobody else's business.
    chmodSync(folder.root, 0o700);
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new DemoError(
      full ? 'disk_full' : 'folder_unusable',
      full
        ? `The disk of ${folder.root} is full: make room and start again.`
        : `${folder.root} cannot be written: set LOG_AI_HOME to a folder that can.`,
      { cause },
    );
  }
}

function settings({
  folder,
  port,
  secured,
  encrypted,
}: {
  folder: InstanceFolder;
  port: number;
  secured: boolean;
  encrypted: boolean;
}): string {
  const values: Record<string, string | number | boolean> = {
    'cluster.name': 'log-ai',
    'node.name': 'log-ai-1',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': 0, // any free one: nobody else joins
    'path.data': folder.data,
    'path.logs': folder.logs,
    // A laptop's disk is often above the watermarks, where Elasticsearch would refuse every write.
    'cluster.routing.allocation.disk.threshold_enabled': false,
    'xpack.security.enabled': secured,
    'xpack.security.http.ssl.enabled': encrypted,
    ...(encrypted && {
      'xpack.security.http.ssl.keystore.path': KEYSTORE,
      'xpack.security.http.ssl.keystore.password': KEYSTORE_PASSWORD,
    }),
    'xpack.security.transport.ssl.enabled': false,
  };
  // JSON's strings are YAML's double-quoted ones.
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** The distribution's own options, without heap dumps and logs of the collector. */
function jvmOptions({ folder, heapMb }: { folder: InstanceFolder; heapMb: number }): string {
  return [
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    '-XX:+UseG1GC',
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${join(folder.logs, 'hs_err_pid%p.log')}`,
    `-Djava.io.tmpdir=${folder.tmp}`,
    '20-:--add-modules=jdk.incubator.vector',
    '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    '',
  ].join('\n');
}

const LOG_TO_CONSOLE = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%consoleException%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;
