import type { CountsResponse } from '../../common/api.ts';
import { levelGroupOf } from '../severity/level_groups.ts';
import { MINUTE_MS } from '../../common/minutes.ts';

/** Errors of a range against all of its lines. */
export interface ErrorRate {
  readonly errors: number;
  readonly lines: number;
  /** Errors a minute, over the minutes that lines were counted in. */
  readonly per_minute: number;
  /** 0–1; 0 without lines. */
  readonly share: number;
}

/**
 * @param counts - Split by level.
 * @example
 * // 10 errors among 200 lines, counted in 5 of 60 minutes
 * errorRateOf(counts) // { errors: 10, lines: 200, per_minute: 2, share: 0.05 }
 */
export function errorRateOf(counts: Pick<CountsResponse, 'known' | 'interval_ms' | 'series'>): ErrorRate {
  const total = (series: CountsResponse['series']) =>
    series.reduce((sum, { total: lines }) => sum + lines, 0);
  const errors = total(counts.series.filter(({ level }) => levelGroupOf(level) === 'error'));
  const lines = total(counts.series);
  const minutes = (counts.known.filter(Boolean).length * counts.interval_ms) / MINUTE_MS;
  return {
    errors,
    lines,
    per_minute: minutes === 0 ? 0 : errors / minutes,
    share: lines === 0 ? 0 : errors / lines,
  };
}
