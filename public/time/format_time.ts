import moment from 'moment-timezone';
import { useMemo } from 'react';
import { formatDuration } from '../../common/format_quantity.ts';
import { useServices } from '../app/services.ts';

export type Moment = string | number;

/** Times as people read them, in the zone that Kibana is set to. */
export interface TimeFormat {
  /** `14:06:00`, with the day where it is not today's, `Jan 15, 14:06:00`, and with the year where that is another. */
  readonly short: (time: Moment) => string;
  /** `Jan 15, 2026 @ 14:06:00.123` */
  readonly full: (time: Moment) => string;
  /** `14:06`, for axes. */
  readonly clock: (time: Moment) => string;
  /** `Jan 15, 14:06`, for axes over more than a day. */
  readonly dated: (time: Moment) => string;
  /** The IANA zone, for charts. */
  readonly zone: string;
}

/** @param now - What "today" is. */
export function createTimeFormat(zone: string, now: () => number = Date.now): TimeFormat {
  const at = (time: Moment) => {
    // Moment's own reading of ISO 8601 takes most of the time that a table of times takes.
    const local = moment(typeof time === 'string' ? Date.parse(time) : time);
    return zone === 'Browser' ? local : local.tz(zone);
  };
  return {
    short: (time) => {
      const then = at(time);
      const today = at(now());
      if (then.isSame(today, 'day')) return then.format('HH:mm:ss');
      return then.format(then.isSame(today, 'year') ? 'MMM D, HH:mm:ss' : 'MMM D, YYYY, HH:mm:ss');
    },
    full: (time) => at(time).format('MMM D, YYYY @ HH:mm:ss.SSS'),
    clock: (time) => at(time).format('HH:mm'),
    dated: (time) => at(time).format('MMM D, HH:mm'),
    zone: zone === 'Browser' ? browserZone() : zone,
  };
}

/** `moment.tz.guess` does not trust a browser that says `UTC`, and unpacks every zone of the world to be sure. */
function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function useTimeFormat(): TimeFormat {
  const { time_zone } = useServices().settings;
  return useMemo(() => createTimeFormat(time_zone), [time_zone]);
}

/**
 * How long ago.
 *
 * @example
 * formatAge({ time: '2026-01-15T14:06:00Z', now: Date.parse('2026-01-15T14:10:00Z') }) // '4 min ago'
 */
export function formatAge({ time, now }: { readonly time: Moment; readonly now: number }): string {
  const age = now - moment(time).valueOf();
  return age < 1000 ? 'just now' : `${formatDuration(age)} ago`;
}
