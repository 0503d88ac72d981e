import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what is fetched once: `LOG_AI_CACHE`; as root `/var/cache/log-ai`, because the user that runs
 * Elasticsearch cannot enter root's home; else the XDG cache folder.
 */
export function cacheDir(): string {
  if (process.env.LOG_AI_CACHE) return process.env.LOG_AI_CACHE;
  if (isRoot()) return '/var/cache/log-ai';
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'log-ai');
}

/**
 * The folder for one instance's data: below `LOG_AI_HOME`; as root below `/var/lib/log-ai`; else below the XDG
 * data folder.
 *
 * @example
 * defaultDataDir('demo') // '/var/lib/log-ai/demo' as root
 */
export function defaultDataDir(name: string): string {
  if (process.env.LOG_AI_HOME) return join(process.env.LOG_AI_HOME, name);
  if (isRoot()) return join('/var/lib/log-ai', name);
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'log-ai', name);
}

/** Whether we run as root, which Elasticsearch refuses. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
