import * as z from 'zod';
import { LEVELS } from './choices.ts';

/** Log levels after normalisation, least to most severe. */
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** Levels from one to another, both included. */
export interface LevelRange {
  readonly least: Level;
  readonly most: Level;
}

/** The four severities of Log AI, least to most severe. */
export const SeverityLabel = z.enum(['informational', 'warning', 'error', 'critical']);
export type SeverityLabel = z.infer<typeof SeverityLabel>;

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

/** Whether a line of this level says that something failed. */
export function isFailure(level: Level | undefined): boolean {
  return level === 'ERROR' || level === 'CRITICAL' || level === 'FATAL';
}
