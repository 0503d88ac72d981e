import type { RequestStoryResponse } from '../../common/api.ts';
import { levelGroupOf } from '../severity/level_groups.ts';

/** How a request went, as far as its lines say. */
export type Outcome = 'ok' | 'degraded' | 'failed' | 'with errors';

/**
 * A request whose service of entry ended without an error answered, whatever went wrong on the way. Where not all lines are
 * known, nobody can say.
 */
export function outcomeOf({
  hops,
  lines,
  error_count,
  is_truncated,
}: Pick<RequestStoryResponse, 'hops' | 'lines' | 'error_count' | 'is_truncated'>): Outcome {
  if (error_count === 0) return 'ok';
  if (is_truncated) return 'with errors';
  const entry = hops[0]?.service;
  const last = lines.findLast(({ service }) => service === entry);
  return last && levelGroupOf(last.level) === 'error' ? 'failed' : 'degraded';
}

export const OUTCOMES: Readonly<Record<Outcome, { readonly color: string; readonly meaning: string }>> = {
  ok: { color: 'success', meaning: 'No line of it is an error' },
  degraded: {
    color: 'warning',
    meaning: 'Something failed on the way, and the service that it began in ended without an error',
  },
  failed: { color: 'danger', meaning: 'The last line of the service that it began in is an error' },
  'with errors': { color: 'warning', meaning: 'It has more lines than are shown: how it ended is not known' },
};
