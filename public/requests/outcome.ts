import type { RequestOutcome, RequestStoryResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

/** How an outcome is shown, and what it means. */
interface OutcomeWords {
  readonly color: string;
  readonly name: () => string;
  readonly meaning: () => string;
}

export const OUTCOMES: Readonly<Record<RequestOutcome, OutcomeWords>> = {
  succeeded: {
    color: 'success',
    name: () => translate('logAi.requests.outcome.succeeded', { defaultMessage: 'Succeeded' }),
    meaning: () =>
      translate('logAi.requests.outcome.succeededMeaning', {
        defaultMessage: 'The request has no error lines and came to its normal end',
      }),
  },
  degraded: {
    color: 'warning',
    name: () => translate('logAi.requests.outcome.degraded', { defaultMessage: 'Degraded' }),
    meaning: () =>
      translate('logAi.requests.outcome.degradedMeaning', {
        defaultMessage: 'Another service wrote an error, but the request came to its normal end',
      }),
  },
  failed: {
    color: 'danger',
    name: () => translate('logAi.requests.outcome.failed', { defaultMessage: 'Failed' }),
    meaning: () =>
      translate('logAi.requests.outcome.failedMeaning', {
        defaultMessage:
          'The first service wrote an error, the request did not come to its normal end, or its steps are part of an anomaly',
      }),
  },
};

const UNKNOWN: OutcomeWords = {
  color: 'hollow',
  name: () => translate('logAi.requests.outcome.unknown', { defaultMessage: 'Unknown outcome' }),
  meaning: () =>
    translate('logAi.requests.outcome.unknownMeaning', {
      defaultMessage: 'The request has more lines than are read, so its outcome is unknown',
    }),
};

/** The words for how a request went. */
export function outcomeWords(outcome: RequestStoryResponse['outcome']): OutcomeWords {
  // A newer service may know others.
  return (outcome && OUTCOMES[outcome]) ?? UNKNOWN;
}
