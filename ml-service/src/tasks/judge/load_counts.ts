import { MINUTE_MS, minuteOf, timeOfMinute } from '../../../../common/minutes.ts';
import type { CountHistory } from '../../detect/counts/count_history.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { RecordStore } from '../../ports/records.ts';
import { linesOfTemplates } from '../../store/counted_lines.ts';

/** Minutes read at once: of 100,000 series they are a million rows. */
export const BLOCK_MINUTES = 10;
/** How long ago the last known minutes may lie: a system that was silent for longer begins anew. */
const FARTHEST_MINUTES = 10_080;

interface LoadOptions {
  readonly records: Pick<RecordStore, 'readCounts' | 'countedIntervals'>;
  /** The live id that stands for one given earlier. */
  readonly resolve: (template_id: string) => string;
  readonly history: CountHistory;
  /** Lets others have the processor. */
  readonly pause: () => Promise<void>;
}

/** Takes the counted minutes [from, to) into a history, a block at a time. */
export async function loadCounts(options: LoadOptions & { from: number; to: number }): Promise<void> {
  const { records, resolve, history, pause, from, to } = options;
  for (let at = from; at < to; at += BLOCK_MINUTES) {
    const rows = await records.readCounts(at, Math.min(to, at + BLOCK_MINUTES));
    await inSlices(history.replaceInSteps({ counts: linesOfTemplates(rows, resolve) }), pause);
  }
}

/**
 * Takes the last `known_minutes` known minutes before a minute into a history, however far apart they are: what a process
 * that never stopped would have in memory.
 *
 * @returns Whether there is anything.
 */
export async function loadCountsBefore(
  options: LoadOptions & { before: number; known_minutes: number },
): Promise<boolean> {
  const { records, before, known_minutes } = options;
  const range = {
    from: timeOfMinute(Math.max(0, before - FARTHEST_MINUTES)),
    to: timeOfMinute(before),
  };
  const known = (await records.countedIntervals({ range, interval_ms: MINUTE_MS }))
    .map(minuteOf)
    .sort((a, b) => a - b)
    .slice(-known_minutes);
  for (let at = 0; at < known.length;) {
    // Silent stretches are not read.
    const from = known[at]!;
    const in_block = known.slice(at).findIndex((minute) => minute >= from + BLOCK_MINUTES);
    at = in_block === -1 ? known.length : at + in_block;
    await loadCounts({ ...options, from, to: known[at - 1]! + 1 });
  }
  return known.length > 0;
}
