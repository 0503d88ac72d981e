import type { Sequence } from '../../../ml-service/src/detect/sequence/sequence.ts';

/** Normal sessions with the same events in another order, drawn at random; those of one event alone have none. */
export function reordered(
  sessions: readonly Sequence[],
  { most, seed }: { readonly most: number; readonly seed: number },
): readonly Sequence[] {
  const random = randomOf(seed);
  return sessions
    .filter((events) => new Set(events).size > 1)
    .slice(0, most)
    .map((events) => {
      for (;;) {
        const drawn = [...events];
        for (let at = drawn.length - 1; at > 0; at--) {
          const other = Math.floor(random() * (at + 1));
          [drawn[at], drawn[other]] = [drawn[other]!, drawn[at]!];
        }
        if (drawn.some((event, at) => event !== events[at])) return drawn;
      }
    });
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
