import { LogAiError } from '../../../../common/errors.ts';
import type { InstalledMatcher } from '../../ports/matcher_publisher.ts';
import {
  MATCHER_STATE,
  MatcherState,
  PREVIOUS_MATCHER,
  PreviousMatcher,
  type PublishPorts,
  readMatcherState,
} from './publish.ts';

type RollBackPorts = Pick<PublishPorts, 'state' | 'publisher' | 'now'>;

/** Which matcher runs, and which can be had back. */
export interface MatcherStanding {
  /** Of the last announcement; absent before the first. */
  readonly generation?: number;
  /** Absent where there is no pipeline. */
  readonly installed?: InstalledMatcher;
  /** The matcher that ran before. */
  readonly previous?: number;
  /** Since somebody rolled back. */
  readonly held?: NonNullable<MatcherState['held']>;
}

/** Reads it. */
export async function readMatcher({ state, publisher }: RollBackPorts): Promise<MatcherStanding> {
  const [matcher, installed, previous] = [
    await readMatcherState(state),
    await publisher.installed(),
    PreviousMatcher.safeParse(await state.read(PREVIOUS_MATCHER)).data,
  ];
  return {
    ...(matcher && { generation: matcher.generation }),
    ...(installed && { installed }),
    ...(previous && { previous: previous.runs }),
    ...(matcher?.held && { held: matcher.held }),
  };
}

/**
 * Has the matcher that ran before label lines again, under the next generation's number. Learning goes on; what it learns
 * is published when somebody resumes. A cycle that is about to publish is refused.
 *
 * @throws LogAiError `not_found` where none is kept, `conflict` where one is held already, or a cycle publishes meanwhile.
 */
export async function rollBackMatcher({
  state,
  publisher,
  now,
}: RollBackPorts): Promise<{ generation: number; runs: number }> {
  const previous = PreviousMatcher.safeParse(await state.read(PREVIOUS_MATCHER)).data;
  if (!previous)
    throw new LogAiError('not_found', 'No earlier matcher is kept: there is nothing to roll back to.');
  const installed = await publisher.installed();
  const { runs } = previous;
  let generation = 0;
  await state.update(MATCHER_STATE, (value) => {
    const matcher = MatcherState.safeParse(value).data;
    if (matcher?.held) {
      throw new LogAiError(
        'conflict',
        `Matcher ${matcher.held.runs} is held already, since ${matcher.held.since}: resume publishing first.`,
      );
    }
    generation = 1 + Math.max(matcher?.generation ?? 0, installed?.generation ?? 0);
    const held = { runs, since: new Date(now()).toISOString() };
    return { ...matcher, generation, published: true, edits: 0, held };
  });
  // Killed here, the next cycle puts it back.
  await publisher.restore(previous, generation);
  return { generation, runs };
}

/**
 * Lets the next cycle publish again.
 *
 * @throws LogAiError `not_found` where nothing is held.
 */
export async function resumePublishing({ state }: Pick<RollBackPorts, 'state'>): Promise<void> {
  await state.update(MATCHER_STATE, (value) => {
    const matcher = MatcherState.safeParse(value).data;
    if (!matcher?.held)
      throw new LogAiError('not_found', 'Publishing is not held: there is nothing to resume.');
    const { held: _held, ...rest } = matcher;
    return { ...rest, published: false };
  });
}
