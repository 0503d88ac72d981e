import * as z from 'zod';
import { LEVELS } from './choices.ts';

/** Log levels after normalisation, least to most severe. */
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** The four severities of Log AI, least to most severe. */
export const SeverityLabel = z.enum(['informational', 'warning', 'error', 'critical']);
export type SeverityLabel = z.infer<typeof SeverityLabel>;

/**
 * Spellings of levels in the wild, lower case, and the level each means. Syslog keywords: RFC 5424 table 2;
 * single letters: klog and logcat; `severe`, `config`, `fine`: java.util.logging; words of three and four letters: consoles
 * of .NET and Go; `log`, `note` and `system`: databases, for what went as planned.
 */
export const LEVEL_SPELLINGS: Readonly<Record<string, Level>> = {
  trace: 'TRACE', verbose: 'TRACE', finest: 'TRACE', finer: 'TRACE', v: 'TRACE', trc: 'TRACE', trce: 'TRACE', trac: 'TRACE', vrb: 'TRACE',
  debug: 'DEBUG', dbg: 'DEBUG', fine: 'DEBUG', config: 'DEBUG', d: 'DEBUG', dbug: 'DEBUG', debu: 'DEBUG',
  info: 'INFO', information: 'INFO', informational: 'INFO', inf: 'INFO', i: 'INFO', log: 'INFO', system: 'INFO',
  notice: 'NOTICE', note: 'NOTICE',
  warn: 'WARN', warning: 'WARN', wrn: 'WARN', w: 'WARN',
  error: 'ERROR', err: 'ERROR', severe: 'ERROR', failure: 'ERROR', e: 'ERROR', eror: 'ERROR', erro: 'ERROR', fail: 'ERROR',
  critical: 'CRITICAL', crit: 'CRITICAL', alert: 'CRITICAL', c: 'CRITICAL',
  fatal: 'FATAL', emerg: 'FATAL', emergency: 'FATAL', panic: 'FATAL', f: 'FATAL', ftl: 'FATAL', fata: 'FATAL', pani: 'FATAL',
}; // prettier-ignore

/** The severity that an explicit level states; the model speaks where there is none. */
export const SEVERITY_OF_LEVEL: Readonly<Record<Level, SeverityLabel>> = {
  TRACE: 'informational',
  DEBUG: 'informational',
  INFO: 'informational',
  NOTICE: 'informational',
  WARN: 'warning',
  ERROR: 'error',
  CRITICAL: 'critical',
  FATAL: 'critical',
};

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

/** Whether a line of this level says that something failed. */
export function isFailure(level: Level | undefined): boolean {
  return level === 'ERROR' || level === 'CRITICAL' || level === 'FATAL';
}
