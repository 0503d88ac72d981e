import type { RequestStoryResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
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

/** How an outcome is shown, and what it means. */
interface OutcomeWords {
  readonly color: string;
  readonly name: () => string;
  readonly meaning: () => string;
}

export const OUTCOMES: Readonly<Record<Outcome, OutcomeWords>> = {
  ok: {
    color: 'success',
    name: () => translate('logAi.requests.outcome.ok', { defaultMessage: 'OK' }),
    meaning: () =>
      translate('logAi.requests.outcome.okMeaning', { defaultMessage: 'The request has no error lines' }),
  },
  degraded: {
    color: 'warning',
    name: () => translate('logAi.requests.outcome.degraded', { defaultMessage: 'Degraded' }),
    meaning: () =>
      translate('logAi.requests.outcome.degradedMeaning', {
        defaultMessage: 'An error occurred, but the first service ended without an error',
      }),
  },
  failed: {
    color: 'danger',
    name: () => translate('logAi.requests.outcome.failed', { defaultMessage: 'Failed' }),
    meaning: () =>
      translate('logAi.requests.outcome.failedMeaning', {
        defaultMessage: 'The last line of the first service is an error',
      }),
  },
  'with errors': {
    color: 'warning',
    name: () => translate('logAi.requests.outcome.withErrors', { defaultMessage: 'With errors' }),
    meaning: () =>
      translate('logAi.requests.outcome.withErrorsMeaning', {
        defaultMessage: 'The request has more lines than are shown, so its outcome is unknown',
      }),
  },
};
