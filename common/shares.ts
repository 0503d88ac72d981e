import { LEVELS } from './choices.ts';
import type { Level, LevelRange } from './levels.ts';

/** The shares of the lines of a service that may be abnormal, by the kind of their subject. */
export const SHARES = {
  /** Of an access log the statuses from 500 on. */
  error_share: { least: 'ERROR', most: 'FATAL' },
  /** Of an access log those from 400 to 499: what clients do wrong. */
  warning_share: { least: 'WARN', most: 'WARN' },
} as const satisfies Readonly<Record<string, LevelRange>>;

export type ShareKind = keyof typeof SHARES;

/** @returns Undefined for what is no share. */
export function shareLevelsOf(kind: string): LevelRange | undefined {
  return Object.hasOwn(SHARES, kind) ? SHARES[kind as ShareKind] : undefined;
}

/** @example levelsOf({ least: 'ERROR', most: 'FATAL' }) // ['ERROR', 'CRITICAL', 'FATAL'] */
export function levelsOf({ least, most }: LevelRange): readonly Level[] {
  return LEVELS.slice(LEVELS.indexOf(least), LEVELS.indexOf(most) + 1);
}
