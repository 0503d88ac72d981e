import type { Level } from './levels.ts';

/**
 * Spellings of levels in the wild, lower case, and the level each means. Syslog keywords: RFC 5424 table 2;
 * single letters: klog and logcat; `severe`, `config`, `fine`: java.util.logging; words of three and four letters: consoles
 * of .NET and Go; `deprecated`: PHP; `log`, `note` and `system`: databases, for what went as planned.
 */
export const LEVEL_SPELLINGS: Readonly<Record<string, Level>> = {
  trace: 'TRACE', verbose: 'TRACE', finest: 'TRACE', finer: 'TRACE', v: 'TRACE', trc: 'TRACE', trce: 'TRACE', trac: 'TRACE', vrb: 'TRACE',
  debug: 'DEBUG', dbg: 'DEBUG', fine: 'DEBUG', config: 'DEBUG', d: 'DEBUG', dbug: 'DEBUG', debu: 'DEBUG',
  d1: 'DEBUG', d2: 'DEBUG', d3: 'DEBUG', d4: 'DEBUG', d5: 'DEBUG', debug1: 'DEBUG', debug2: 'DEBUG', debug3: 'DEBUG', debug4: 'DEBUG', debug5: 'DEBUG',
  info: 'INFO', information: 'INFO', informational: 'INFO', inf: 'INFO', i: 'INFO', log: 'INFO', system: 'INFO',
  infos: 'INFO', fein: 'DEBUG', aviso: 'WARN', warnung: 'WARN', avertissement: 'WARN', advertencia: 'WARN', avvertenza: 'WARN',
  erreur: 'ERROR', schwerwiegend: 'ERROR', grave: 'ERROR', fehler: 'ERROR', errore: 'ERROR', fout: 'ERROR', hinweis: 'NOTICE', avviso: 'WARN', panik: 'FATAL', kritisch: 'CRITICAL',
  notice: 'NOTICE', note: 'NOTICE', deprecated: 'NOTICE',
  warn: 'WARN', warning: 'WARN', wrn: 'WARN', w: 'WARN',
  error: 'ERROR', err: 'ERROR', severe: 'ERROR', failure: 'ERROR', e: 'ERROR', eror: 'ERROR', erro: 'ERROR', fail: 'ERROR',
  critical: 'CRITICAL', crit: 'CRITICAL', alert: 'CRITICAL', c: 'CRITICAL',
  fatal: 'FATAL', dpanic: 'FATAL', emerg: 'FATAL', emergency: 'FATAL', panic: 'FATAL', f: 'FATAL', ftl: 'FATAL', fata: 'FATAL', pani: 'FATAL',
}; // prettier-ignore

/**
 * Reads a level as logs spell it.
 *
 * @example
 * normalizeLevel('warning') // 'WARN'
 */
export function normalizeLevel(text: string): Level | undefined {
  const spelling = text.toLowerCase();
  return Object.hasOwn(LEVEL_SPELLINGS, spelling) ? LEVEL_SPELLINGS[spelling] : undefined;
}
