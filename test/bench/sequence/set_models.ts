import type { Sequence } from '../../../ml-service/src/detect/sequence/sequence.ts';

/** Says of a session whether it is abnormal. */
export type Judge = (session: Sequence) => boolean;

/** The plain model that others are compared with: a session with an n-gram that was never seen is abnormal. */
export function seenNgrams(train: readonly Sequence[], n: number, { marks }: { marks: boolean }): Judge {
  const ngramsOf = (session: Sequence) => {
    const padding = marks ? Array<string>(n - 1).fill('start') : [];
    const events = [...padding, ...session.map((event) => `e${event}`), ...(marks ? ['end'] : [])];
    return Array.from({ length: Math.max(0, events.length - n + 1) }, (_, at) =>
      events.slice(at, at + n).join(' '),
    );
  };
  const seen = new Set(train.flatMap(ngramsOf));
  return (session) => ngramsOf(session).some((ngram) => !seen.has(ngram));
}

/** The plain ranges: an event less often than in any session, or more often, is abnormal. */
export function seenCounts(train: readonly Sequence[]): Judge {
  const ranges = new Map<string, { least: number; most: number }>();
  const all = train.map(countsOf);
  for (const event of new Set(train.flat())) {
    const counts = all.map((one) => one.get(event) ?? 0);
    ranges.set(event, {
      least: counts.reduce((a, b) => Math.min(a, b)),
      most: counts.reduce((a, b) => Math.max(a, b)),
    });
  }
  return (session) => {
    const counts = countsOf(session);
    if ([...counts.keys()].some((event) => !ranges.has(event))) return true;
    return [...ranges].some(([event, { least, most }]) => {
      const count = counts.get(event) ?? 0;
      return count < least || count > most;
    });
  };
}

function countsOf(session: Sequence): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of session) counts.set(event, (counts.get(event) ?? 0) + 1);
  return counts;
}
