/**
 * Long work that can be interrupted: whoever does it takes step after step and decides what happens in between. A step is
 * some milliseconds of work.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of it at once: for whoever has nothing else to do. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Does it step by step, so that others get the processor in between.
 *
 * @param pause - Lets others go first.
 */
export async function inSlices<T>(steps: Steps<T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await pause();
  }
}

/** How many templates are looked at in a step: of 10,000 a step is some 5 ms, see `bench loop_delay`. */
export const TEMPLATES_A_STEP = 100;

/** The places in `0..length` where a step of so many ends. */
export const isStepEnd = (at: number, size = TEMPLATES_A_STEP): boolean => at % size === size - 1;

/** Does the same for each, so many in a step. */
export function* forEachInSteps<T>(
  items: Iterable<T>,
  { size, work }: { readonly size: number; readonly work: (item: T) => void },
): Steps<void> {
  let at = 0;
  for (const item of items) {
    work(item);
    if (isStepEnd(at++, size)) yield;
  }
}

/** Rows in a step: some milliseconds of work. */
export const ROWS_A_STEP = 2000;

/** Does the same for each row, in {@link ROWS_A_STEP steps}. */
export const forEachRow = <T>(rows: Iterable<T>, work: (row: T) => void): Steps<void> =>
  forEachInSteps(rows, { size: ROWS_A_STEP, work });
