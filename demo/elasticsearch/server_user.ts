import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { DemoError } from '../demo_error.ts';
import { isRoot } from './locations.ts';

/** The user that runs Elasticsearch; empty when it is ourselves. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Elasticsearch refuses root: then `nobody` runs it, else ourselves. */
export function findServerUser(): ServerUser {
  if (!isRoot()) return {};
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(kind: '-u' | '-g'): number {
  const { stdout } = spawnSync('id', [kind, 'nobody'], { encoding: 'utf8' });
  const id = Number.parseInt(stdout, 10);
  // 65534 is nobody's id on every common Linux, also where `id` is absent.
  return Number.isNaN(id) ? 65534 : id;
}

/** Gives files to the user that runs Elasticsearch. */
export function handOver(user: ServerUser, paths: readonly string[]): void {
  if (user.uid === undefined || user.gid === undefined) return;
  for (const path of paths) chownSync(path, user.uid, user.gid);
}

/** Refuses folders that the server's user cannot use: a parent such as /root may be closed to it. */
export function requireAccess(
  user: ServerUser,
  folder: string,
  access: 'read' | 'write',
  remedy: string,
): void {
  const test = access === 'read' ? '[ -r "$1" ] && [ -x "$1" ]' : '[ -w "$1" ] && [ -x "$1" ]';
  const { status } = spawnSync('/bin/sh', ['-c', test, 'sh', folder], { ...user, cwd: '/' });
  if (status === 0) return;
  const who = user.uid === undefined ? 'you' : 'the user nobody (who runs Elasticsearch, as it refuses root)';
  throw new DemoError('folder_unusable', `${folder} cannot be used: ${who} may not ${access} it; ${remedy}.`);
}
