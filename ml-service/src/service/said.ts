import type { Caller } from '../../../common/api/caller.ts';
import { LogAiError } from '../../../common/errors.ts';

/** Who does something, and when. */
export interface Said {
  readonly by?: string;
  readonly at: string;
}

/** What a caller does is said of them, where they are known by name. */
export function saidBy({ user }: Caller, now: number): Said {
  return { ...(user !== undefined && { by: user }), at: new Date(now).toISOString() };
}

/**
 * What was asked for by its id.
 *
 * @param kind - As messages name it, e.g. `anomaly`.
 * @throws LogAiError `not_found`.
 */
export function found<T>(kind: string, id: string, one: T | undefined): T {
  if (one === undefined) throw new LogAiError('not_found', `There is no ${kind} ${id}.`);
  return one;
}
