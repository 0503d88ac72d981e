import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface GroupMember {
  readonly pid: number;
  readonly commandLine: string;
}

/** The living processes of a group. Dead ones that nobody has reaped (as in a container without init) do not count. */
export function listGroup(group: number): GroupMember[] {
  return existsSync('/proc/self/stat') ? listFromProc(group) : listFromPs(group);
}

/**
 * Ends a group: SIGTERM, and SIGKILL for what is left after `patience_ms`. Resolves when no process of it lives.
 */
export async function endGroup(group: number, options: { patience_ms: number }): Promise<void> {
  signalGroup(group, 'SIGTERM');
  if (await waitUntilGone(group, options.patience_ms)) return;
  await killGroup(group);
}

/** Ends a group at once, as a crash would. */
export async function killGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGKILL');
  await waitUntilGone(group, 10_000);
}

/** Whether the whole group is gone within the time. */
export async function waitUntilGone(group: number, within_ms: number): Promise<boolean> {
  const deadline = performance.now() + within_ms;
  while (listGroup(group).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function listFromProc(group: number): GroupMember[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      // pid (comm) state ppid pgrp …; comm may hold blanks and parentheses, so read behind the last one (proc(5)).
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(pgrp) !== group || state === 'Z' || state === 'X') return [];
      const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), commandLine }];
    } catch {
      return []; // it ended while we looked
    }
  });
}

function listFromPs(group: number): GroupMember[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, pgid, state, commandLine] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (Number(pgid) !== group || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), commandLine: commandLine ?? '' }];
  });
}
