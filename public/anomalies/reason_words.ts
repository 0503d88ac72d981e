import { useMemo } from 'react';
import type { Anomaly } from '../../common/api.ts';
import { type TimeFormat, useTimeFormat } from '../time/format_time.ts';
import { isMoreThanTemplate, reasonSentence, reasonTextOf } from './reason_text.ts';

/** Why something is abnormal, as it is said in different places. */
export interface Reasons {
  /** All of it in one sentence. */
  readonly sentence: (anomaly: Anomaly) => string;
  /** What is abnormal, without place, times and amounts, which stand beside it. */
  readonly what: (anomaly: Anomaly) => string;
  /** How much; undefined where only its sentence tells. */
  readonly amount: (anomaly: Anomaly) => string | undefined;
}

/** Reasons in the zone and the form of somebody's times. What an older or a newer service wrote has its English sentence. */
export function reasonsIn(format: Pick<TimeFormat, 'clock' | 'short'>): Reasons {
  const textOf = ({ anomaly }: Anomaly) => anomaly.reason && reasonTextOf(anomaly.reason, format);
  return {
    sentence: ({ anomaly, event }) =>
      (anomaly.reason && reasonSentence(anomaly.reason, format)) ?? event.reason,
    what: (anomaly) => {
      const text = textOf(anomaly);
      const { reason } = anomaly.anomaly;
      if (!text || !reason) return anomaly.event.reason;
      return isMoreThanTemplate(reason) ? text.what : (reason.template ?? text.what);
    },
    amount: (anomaly) => textOf(anomaly)?.amount,
  };
}

export function useReasons(): Reasons {
  const format = useTimeFormat();
  return useMemo(() => reasonsIn(format), [format]);
}
