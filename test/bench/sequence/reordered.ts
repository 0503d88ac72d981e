import { seededRandom } from '../../../ml-service/src/detect/semantic/seeded_random.ts';
import type { Sequence } from '../../../ml-service/src/detect/sequence/sequence.ts';

/** Normal sessions with the same events in another order, drawn at random; those of one event alone have none. */
export function reordered(
  sessions: readonly Sequence[],
  { most, seed }: { readonly most: number; readonly seed: number },
): readonly Sequence[] {
  const random = seededRandom(seed);
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
