import { compareText } from '../../../common/compare_text.ts';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';

/** What a finding and a stored anomaly are compared by. Times in milliseconds since the epoch, half-open. */
export interface Spell {
  /** The names under which it may be stored, the first ones before the others. */
  readonly series: readonly (readonly string[])[];
  readonly start: number;
  readonly end: number;
}

/** Which stored anomaly a finding is, and those that turn out to be part of it. */
export interface Match {
  readonly anomaly: AnomalyDocument;
  readonly others: readonly AnomalyDocument[];
}

/** Type and subject: findings of one that touch in time are the same anomaly. */
export function seriesOf(
  type: AnomalyDocument['anomaly']['type'],
  { kind, key }: AnomalyDocument['subject'],
): string {
  return `${type} ${kind} ${key}`;
}

/**
 * Finds for each spell the stored anomaly that it is: one of the same series that overlaps it or borders on it. An anomaly
 * goes to the spell that it overlaps most, and a spell that has several is the one that it overlaps most, of equal ones
 * the first; the others are part of it. So what was matched once is matched again. What nobody claims by its first names
 * can be claimed by the next.
 *
 * @returns By the number of the spell; none for what is found for the first time.
 */
export function matchAnomalies(
  spells: readonly Spell[],
  stored: readonly AnomalyDocument[],
): ReadonlyMap<number, Match> {
  const matches = new Map<number, Match>();
  let left = [...stored].sort(
    (a, b) => compareText(a.event.start, b.event.start) || compareText(a.event.id, b.event.id),
  );
  const ranks = Math.max(0, ...spells.map(({ series }) => series.length));
  for (let rank = 0; rank < ranks; rank++) {
    const spells_of = new Map<string, number[]>();
    for (const [number, spell] of spells.entries()) {
      if (matches.has(number)) continue;
      for (const name of spell.series[rank] ?? []) {
        const numbers = spells_of.get(name);
        if (numbers) numbers.push(number);
        else spells_of.set(name, [number]);
      }
    }
    const claimOf = (anomaly: AnomalyDocument) =>
      (spells_of.get(seriesOf(anomaly.anomaly.type, anomaly.subject)) ?? [])
        .map((number) => ({ number, common: overlapOf(spells[number]!, anomaly) }))
        .filter(({ common }) => common >= 0)
        .sort((one, other) => other.common - one.common)
        .at(0);
    const claims = Map.groupBy(
      left.map((anomaly) => ({ anomaly, claim: claimOf(anomaly) })),
      ({ claim }) => claim?.number,
    );
    for (const [number, claimed] of claims) {
      if (number === undefined) continue;
      // The order is stable: of equal ones the first stays first.
      const [first, ...others] = claimed
        .toSorted((one, other) => other.claim!.common - one.claim!.common)
        .map(({ anomaly }) => anomaly);
      matches.set(number, { anomaly: first!, others });
    }
    left = (claims.get(undefined) ?? []).map(({ anomaly }) => anomaly);
  }
  return matches;
}

/** Milliseconds, by its minutes as they are known now; negative where they do not even touch. */
function overlapOf({ start, end }: Spell, { anomaly }: AnomalyDocument): number {
  return Math.min(end, Date.parse(anomaly.last_seen)) - Math.max(start, Date.parse(anomaly.first_seen));
}
