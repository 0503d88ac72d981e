import type { Detector } from '../../detect/detector.ts';
import type { Finding } from '../../detect/findings/finding.ts';

/** How long the detectors remember what was abnormal, and how far back they look. */
export function reachOf(detectors: readonly Detector[]): { memory: number; lookback: number } {
  return {
    memory: Math.max(0, ...detectors.map(({ memory_minutes }) => memory_minutes)),
    lookback: Math.max(0, ...detectors.map(({ lookback_minutes }) => lookback_minutes)),
  };
}

/**
 * Whether a run that began with nothing remembered knows at a minute what a run from the beginning of time would: nothing
 * that is remembered there may reach back to where the run began.
 */
export function isSettled(options: {
  findings: readonly Finding[];
  begin: number;
  at: number;
  memory: number;
}): boolean {
  const { findings, begin, at, memory } = options;
  return !findings.some(
    ({ start, end, status }) => start <= begin + memory && (status === 'active' || end > at - memory - 1),
  );
}
