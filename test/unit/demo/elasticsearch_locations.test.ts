import { afterEach, describe, expect, it, vi } from 'vitest';
import { cacheDir, defaultDataDir } from '../../../demo/elasticsearch/locations.ts';

function runAs(uid: number, environment: Record<string, string | undefined>): void {
  vi.spyOn(process, 'getuid').mockReturnValue(uid);
  for (const name of ['LOG_AI_CACHE', 'LOG_AI_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME']) {
    vi.stubEnv(name, environment[name]);
  }
  vi.stubEnv('HOME', '/home/someone');
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === 'win32')('what is kept on the machine', () => {
  it.each([
    [0, {}, '/var/cache/log-ai', '/var/lib/log-ai/demo'],
    [1000, {}, '/home/someone/.cache/log-ai', '/home/someone/.local/share/log-ai/demo'],
    [1000, { XDG_CACHE_HOME: '/x/c', XDG_DATA_HOME: '/x/d' }, '/x/c/log-ai', '/x/d/log-ai/demo'],
    [0, { LOG_AI_CACHE: '/own/cache', LOG_AI_HOME: '/own/home' }, '/own/cache', '/own/home/demo'],
  ])('as user %i with %o: the distribution in %s, the data in %s', (uid, environment, cache, data) => {
    runAs(uid, environment);
    expect(cacheDir()).toBe(cache);
    expect(defaultDataDir('demo')).toBe(data);
  });
});
