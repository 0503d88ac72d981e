import type { Clock } from '../../ports/time.ts';

/** Waits until so many documents more may have been read. */
export type Pace = (documents: number) => Promise<void>;

/** Without a rate it never waits. */
export function paceOf({
  rate,
  ports,
  signal,
}: {
  readonly rate: number | undefined;
  readonly ports: {
    readonly now: Clock;
    readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  };
  readonly signal: AbortSignal;
}): Pace {
  if (rate === undefined) return () => Promise.resolve();
  const began = ports.now();
  let read = 0;
  return async (documents) => {
    read += documents;
    const wait = began + (read / rate) * 1000 - ports.now();
    if (wait > 0) await ports.sleep(wait, signal);
  };
}
