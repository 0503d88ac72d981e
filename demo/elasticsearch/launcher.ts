import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../common/errors.ts';
import { DemoError } from '../demo_error.ts';
import type { InstanceFolder } from './instance_folder.ts';
import type { ServerUser } from './server_user.ts';

/** What is launched, and as whom. */
export interface Launch {
  readonly home: string;
  readonly javaHome: string;
  readonly folder: InstanceFolder;
  readonly user: ServerUser;
}

/**
 * Runs the command given to it and ends it when our end of the pipe closes: when we ask for it, and when we die,
 * however we die. Elasticsearch's launcher passes SIGTERM on and waits for the server.
 */
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
trap 'kill -TERM $server' TERM INT HUP
(trap - TERM INT HUP; while read -r _; do :; done <&3; kill -TERM $server) & guard=$!
while kill -0 $server 2>/dev/null; do wait $server; done
kill $guard 2>/dev/null`;

/** Starts the server in a process group of its own, which bears the pid of the child. */
export async function launchServer(launch: Launch): Promise<{ child: ChildProcess; group: number }> {
  const log = openSync(launch.folder.logFile, 'w');
  try {
    const command = toolCommand(launch, {
      script: 'elasticsearch',
      name: 'server',
      libs: ['lib/tools/server-cli'],
    });
    const child = spawn('/bin/sh', ['-c', GUARD, 'elasticsearch-guard', ...command], {
      cwd: launch.home,
      env: environment(launch),
      ...launch.user,
      detached: true,
      stdio: ['pipe', log, log],
    });
    await once(child, 'spawn');
    return { child, group: child.pid! };
  } catch (cause) {
    throw new DemoError(
      'elasticsearch_not_ready',
      `Elasticsearch could not be started: ${messageOf(cause)}.`,
      { cause },
    );
  } finally {
    closeSync(log);
  }
}

/**
 * Makes a superuser in the file realm.
 *
 * @throws DemoError `elasticsearch_refused` when the name or the password does not suit Elasticsearch.
 */
export function addUser(
  launch: Launch,
  { username, password }: { username: string; password: string },
): void {
  const [java, ...args] = toolCommand(launch, {
    script: 'elasticsearch-users',
    name: 'users',
    libs: ['modules/x-pack-core', 'modules/x-pack-security', 'lib/tools/security-cli'],
  });
  const { status, stdout, stderr } = spawnSync(java!, [...args, 'useradd', username, '-r', 'superuser'], {
    cwd: launch.home,
    env: environment(launch),
    ...launch.user,
    encoding: 'utf8',
    // It asks twice; as an argument the password would be seen in the process list.
    input: `${password}\n${password}\n`,
  });
  if (status === 0) return;
  const reason = `${stdout}\n${stderr}`.split('\n').find((line) => line.startsWith('ERROR')) ?? stderr.trim();
  throw new DemoError(
    'elasticsearch_refused',
    `The user ${username} cannot be made; choose another name or password: ${reason}`,
  );
}

function toolCommand(
  { home, javaHome, folder }: Launch,
  { script, name, libs }: { script: string; name: string; libs: readonly string[] },
): string[] {
  return [
    join(javaHome, 'bin', 'java'),
    '-Xmx64m',
    '-XX:+UseSerialGC',
    `-Dcli.name=${name}`,
    `-Dcli.script=${join(home, 'bin', script)}`,
    `-Dcli.libs=${libs.join(',')}`,
    `-Des.path.home=${home}`,
    `-Des.path.conf=${folder.config}`,
    '-Des.distribution.type=tar',
    '-Des.java.type=default',
    '-cp',
    `${home}/lib/*:${home}/lib/cli-launcher/*`,
    'org.elasticsearch.launcher.CliToolLauncher',
  ];
}

function environment({ javaHome, folder }: Launch): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ES_JAVA_HOME: javaHome,
    ES_TMPDIR: folder.tmp,
    ES_PATH_CONF: folder.config,
  };
}
