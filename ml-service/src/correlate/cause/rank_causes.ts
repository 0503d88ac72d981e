import { compareText } from '../../../../common/compare_text.ts';
import type { CauseEvidence, Clue } from './evidence.ts';

/** What is told of a service. */
const MOST_EVIDENCE = 5;

/** A service that may be where it began. */
export interface RankedCause {
  readonly service: string;
  /** In nats: its evidence beyond what the strongest of as many comparisons has by chance. 0: none. */
  readonly score: number;
  /** The strongest first: what is beyond chance, or, where nothing is, what there is. */
  readonly evidence: readonly CauseEvidence[];
}

/**
 * Ranks services by how much evidence says that it began there. Of each clue counts what is above the logarithm of the number of
 * comparisons, as one of so many is that strong by chance (Bonferroni); among equals the strongest clue, then all.
 *
 * @returns The most likely first; services without any clue are left out.
 */
export function rankCauses({
  clues,
  compared,
}: {
  readonly clues: readonly Clue[];
  readonly compared: number;
}): readonly RankedCause[] {
  const by_chance = Math.log(compared + 1);
  return [...Map.groupBy(clues, ({ service }) => service)]
    .map(([service, of_service]) => {
      const clear = of_service.filter(({ evidence }) => evidence.weight > by_chance);
      const weights = of_service.map(({ evidence }) => evidence.weight).sort((a, b) => b - a);
      return {
        service,
        strongest: weights[0]!,
        score: sumOf(weights.map((weight) => Math.max(0, weight - by_chance))),
        all: sumOf(weights),
        evidence: (clear.length > 0 ? clear : of_service)
          .map(({ evidence }) => evidence)
          .sort(compareEvidence)
          .slice(0, MOST_EVIDENCE),
      };
    })
    .sort(
      (a, b) =>
        b.score - a.score || b.strongest - a.strongest || b.all - a.all || compareText(a.service, b.service),
    )
    .map(({ service, score, evidence }) => ({ service, score, evidence }));
}

function compareEvidence(a: CauseEvidence, b: CauseEvidence): number {
  return b.weight - a.weight || compareText(JSON.stringify(a), JSON.stringify(b));
}

/** Of numbers in descending order, so that the sum is the same whatever the order they came in. */
function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
