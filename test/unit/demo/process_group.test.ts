import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { endGroup, killGroup, listGroup } from '../../../demo/elasticsearch/process_group.ts';

async function startGroup(script: string): Promise<number> {
  const child = spawn('/bin/sh', ['-c', script, 'group-of-a-test'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data'); // it has said that it runs
  return child.pid!;
}

describe.skipIf(process.platform === 'win32')('a process group', () => {
  it('is listed with the command lines of all its processes', async () => {
    const group = await startGroup('sleep 300 & echo up; wait');
    // The shell announces its child before that has become `sleep`.
    await vi.waitFor(() => {
      const lines = listGroup(group).map(({ commandLine }) => commandLine.trim());
      expect(lines.sort()).toEqual([expect.stringContaining('group-of-a-test'), 'sleep 300']);
    });
    await killGroup(group);
  });

  it('ends whole, children included', async () => {
    const group = await startGroup('sleep 300 & echo up; wait');
    await endGroup(group, { patience_ms: 10_000 });
    expect(listGroup(group)).toEqual([]);
  });

  it('is killed when it does not listen', async () => {
    const group = await startGroup("trap '' TERM; (trap '' TERM; sleep 300) & echo up; wait; sleep 300");
    await endGroup(group, { patience_ms: 100 });
    expect(listGroup(group)).toEqual([]);
  });

  it('may be gone already', async () => {
    const group = await startGroup('echo up');
    await endGroup(group, { patience_ms: 10_000 });
    await expect(endGroup(group, { patience_ms: 0 })).resolves.toBeUndefined();
  });
});
