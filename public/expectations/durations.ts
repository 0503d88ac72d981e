import { DAY_MS, HOUR_MS } from '../../common/minutes.ts';
import { translate } from '../kibana/i18n.ts';

/** How long something is expected, from now on; `ever`: until it is taken back. */
export const DURATIONS = ['hour', 'day', 'week', 'ever'] as const;
export type Duration = (typeof DURATIONS)[number];

const TEXTS: Readonly<Record<Duration, () => string>> = {
  hour: () => translate('logAi.expectations.duration.hour', { defaultMessage: '1 hour' }),
  day: () => translate('logAi.expectations.duration.day', { defaultMessage: '1 day' }),
  week: () => translate('logAi.expectations.duration.week', { defaultMessage: '1 week' }),
  ever: () => translate('logAi.expectations.duration.ever', { defaultMessage: 'Until taken back' }),
};
const LENGTHS: Readonly<Record<Duration, number | undefined>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  ever: undefined,
};

export function durationText(duration: Duration): string {
  return TEXTS[duration]();
}

/** When it ends; undefined: never. @param now - Milliseconds since the epoch. */
export function endOf(duration: Duration, now: number): string | undefined {
  const length = LENGTHS[duration];
  return length === undefined ? undefined : new Date(now + length).toISOString();
}
