/** A bounded number of jobs at a time. */
export interface Slots {
  /** Waits for a free place and starts the job there; resolves when it runs, not when it ends. Jobs do not reject. */
  start(job: () => Promise<void>): Promise<void>;
  /** Resolves when no job runs or waits. */
  idle(): Promise<void>;
}

/** @param size - How many jobs run at once. */
export function createSlots(size: number): Slots {
  const running = new Set<Promise<void>>();
  let waiting = 0;
  return {
    async start(job) {
      waiting += 1;
      while (running.size >= size) await Promise.race(running);
      waiting -= 1;
      const run: Promise<void> = job().finally(() => running.delete(run));
      running.add(run);
    },
    async idle() {
      // A waiter whose turn has come is neither running nor settled for one turn of the queue.
      while (running.size > 0 || waiting > 0)
        await (running.size > 0 ? Promise.race(running) : Promise.resolve());
    },
  };
}
