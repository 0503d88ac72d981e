import type { CallNumbers, ServiceEdge } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration, formatShare } from '../quantities/format_quantity.ts';

/** Who calls, where nobody in the map does. */
export const outsideText = () => translate('logAi.serviceMap.outside', { defaultMessage: 'outside' });

/** `gateway → cart` */
export function wayText({ caller = outsideText(), callee }: Pick<ServiceEdge, 'caller' | 'callee'>): string {
  return `${caller} → ${callee}`;
}

/** Failed calls and their share of all. */
export function failuresText({ calls, failures }: Pick<CallNumbers, 'calls' | 'failures'>): string {
  return failures === 0 ? '0' : `${formatCount(failures)} (${formatShare(failures / calls)})`;
}

/** The mean duration; nothing where there was no call. */
export function meanText({ mean_ms }: Pick<CallNumbers, 'mean_ms'>): string {
  return mean_ms === undefined ? '–' : formatDuration(mean_ms);
}

/** Calls and failures in a sentence, for who hears the map. */
export function callsSentence(
  what: string,
  { calls, failures, before }: CallNumbers & { readonly before?: CallNumbers | undefined },
): string {
  return translate('logAi.serviceMap.sentence', {
    defaultMessage:
      '{what}: {calls} calls, {failures} failed; in the period before {callsBefore} calls, {failuresBefore} failed',
    values: {
      what,
      calls: formatCount(calls),
      failures: failuresText({ calls, failures }),
      callsBefore: formatCount(before?.calls ?? 0),
      failuresBefore: before ? failuresText(before) : '0',
    },
  });
}
