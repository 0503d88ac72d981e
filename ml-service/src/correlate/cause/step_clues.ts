import type { Clue } from './evidence.ts';
import { shareOf, shareRatio, type Share, slowerRatio, typicalTime } from './likelihood.ts';
import { END, type Followers, type Step, type StepKey, stepOf, type StepTally } from './step_tally.ts';

/** Steps of requests before, and since. */
export interface StepTallies {
  readonly before: StepTally;
  readonly during: StepTally;
}

/** A step that comes more, or less often after another one. */
interface Change {
  readonly step: Step;
  readonly weight: number;
  readonly before: Share;
  readonly during: Share;
}

/**
 * What changed in the steps of requests, each looked at given the step before it. So what follows of something that is wrong is
 * not told again: after a line that never came before, nothing is unusual. Compared are the places that requests came by before.
 *
 * @returns The clues, and how many comparisons were made to find them.
 */
export function stepClues(tallies: StepTallies): {
  readonly clues: readonly Clue[];
  readonly compared: number;
} {
  const calls = new CallsThatCame(tallies);
  const clues: Clue[] = [];
  let compared = 0;
  for (const [key, during] of tallies.during.followers) {
    const before = tallies.before.followers.get(key);
    if (!before) continue;
    const after = stepOf(key);
    const changes = changesOf(before, during);
    compared += changes.length;
    clues.push(...cluesAfter(after, changes, calls));
  }
  for (const { step, next, parties, times } of tallies.during.times) {
    const typical = tallies.before.timesOf({ step, next, parties });
    if (!typical) continue;
    compared += 1;
    // Of two parties nobody knows which one took the time; the sum over all that each takes part in tells.
    const weight = slowerRatio(typical, times) / parties.length;
    if (weight === 0) continue;
    const evidence = {
      kind: 'slow' as const,
      weight,
      step: stepOf(next),
      after: stepOf(step),
      typical_ms: typicalTime(typical),
      actual_ms: typicalTime(times),
      count: times.count,
    };
    clues.push(...parties.map((service) => ({ service, evidence })));
  }
  return { clues, compared };
}

function changesOf(before: Followers, during: Followers): Change[] {
  const next = new Set([...before.next.keys(), ...during.next.keys()]);
  next.delete(END);
  return [...next].map((key) => {
    const shares = {
      before: { count: before.next.get(key) ?? 0, of: before.requests },
      during: { count: during.next.get(key) ?? 0, of: during.requests },
    };
    return { step: stepOf(key), weight: shareRatio(shares.before, shares.during), ...shares };
  });
}

/** An error that is gone, and a usual line that comes more often, are nothing that is wrong. */
function cluesAfter(after: Step, changes: readonly Change[], calls: CallsThatCame): Clue[] {
  const rises = ({ before, during }: Change) => shareOf(during) > shareOf(before);
  const missing = changes.filter((change) => !change.step.is_failure && !rises(change));
  const errors = changes.filter((change) => change.step.is_failure && rises(change));
  const is_own_error = errors.some(({ step }) => step.service === after.service);
  return [
    ...missing.map((change) => {
      const is_call = is_own_error && change.step.service !== after.service;
      const innocent = is_call ? calls.getThrough({ to: change.step.service, but_of: after.service }) : 0;
      return clueOf('missing', after, change, change.weight * (1 - innocent));
    }),
    ...errors.map((change) => {
      const { service } = change.step;
      const instead = missing
        .filter(({ step }) => step.service !== service)
        .reduce<Change | undefined>(
          (most, one) => (one.weight > (most?.weight ?? 0) ? one : most),
          undefined,
        );
      if (!instead) return clueOf('error', after, change, change.weight);
      const is_caller = service === after.service;
      const guilty = is_caller ? calls.getThrough({ to: instead.step.service, but_of: service }) : 0;
      const explained = (1 - guilty) * Math.min(change.weight, instead.weight);
      return clueOf('error', after, change, change.weight - explained);
    }),
  ].filter(({ evidence }) => evidence.weight > 0);
}

function clueOf(kind: 'missing' | 'error', after: Step, change: Change, weight: number): Clue {
  const { step, before, during } = change;
  return { service: step.service, evidence: { kind, weight, step, after, before, during } };
}

/** Calls of each service by each other one: how many came, and how many would have if all were as before. */
class CallsThatCame {
  private readonly calls = new Map<string, Map<string, { came: number; expected: number }>>();

  constructor({ before, during }: StepTallies) {
    for (const [key, since] of during.followers) {
      const past = before.followers.get(key);
      if (!past) continue;
      const { service } = stepOf(key);
      for (const next of new Set([...past.next.keys(), ...since.next.keys()]))
        this.add(service, next, past, since);
    }
  }

  private add(caller: string, next: StepKey, past: Followers, since: Followers): void {
    if (next === END) return;
    const { service } = stepOf(next);
    if (service === caller) return;
    let callers = this.calls.get(service);
    if (!callers) this.calls.set(service, (callers = new Map<string, { came: number; expected: number }>()));
    const known = callers.get(caller) ?? { came: 0, expected: 0 };
    known.came += since.next.get(next) ?? 0;
    known.expected += ((past.next.get(next) ?? 0) / past.requests) * since.requests;
    callers.set(caller, known);
  }

  /**
   * A caller that writes an error where the line of the one that it calls is missing: it broke before it called, or the other one
   * does not answer. Then the calls of others do not come, either. The share of theirs that do, a half where there are none.
   */
  getThrough({ to, but_of }: { readonly to: string; readonly but_of: string }): number {
    let [came, expected] = [0, 0];
    for (const [caller, calls] of this.calls.get(to) ?? []) {
      if (caller === but_of) continue;
      came += calls.came;
      expected += calls.expected;
    }
    return Math.min(1, (came + 0.5) / (expected + 1));
  }
}
