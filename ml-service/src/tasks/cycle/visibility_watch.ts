import type { LogStore } from '../../ports/logs.ts';
import { type Visibility, visibilityOf } from '../../store/visibility.ts';

/** Indices come and change their settings by the hour. */
const KEPT_MS = 60_000;

/** Asks now and then how often the logs are refreshed: how long documents may stay unseen. */
export function watchVisibility(options: {
  logs: Pick<LogStore, 'refreshIntervals'>;
  now: () => number;
  indexing_delay_ms: number;
}): () => Promise<Visibility> {
  const { logs, now, indexing_delay_ms } = options;
  let known: { at: number; visibility: Visibility } | undefined;
  return async () => {
    const at = now();
    if (!known || at - known.at >= KEPT_MS || at < known.at) {
      const intervals = await logs.refreshIntervals();
      known = { at, visibility: visibilityOf({ refresh_ms: intervals.values(), indexing_delay_ms }) };
    }
    return known.visibility;
  };
}
