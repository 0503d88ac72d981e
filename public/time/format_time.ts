import moment from 'moment-timezone';
import { useMemo } from 'react';
import { translate } from '../kibana/i18n.ts';
import { formatDuration } from '../quantities/format_quantity.ts';
import { DAY_MS, MINUTE_MS } from '../../common/minutes.ts';
import { useServices } from '../app/services.ts';
import { dateFormats } from './date_formats.ts';
import { useTime } from './time_context.tsx';

export type Moment = string | number;

/** Times as people read them, in the zone and the form that Kibana is set to. */
export interface TimeFormat {
  /**
   * `14:06:00`, with the day where it is not today's, `Jan 15, 14:06:00`, and with the year where that is another. Where the page
   * looks at more than a day, or at another than today, always with the day.
   */
  readonly short: (time: Moment) => string;
  /** `Jan 15, 2026 @ 14:06:00.123` */
  readonly full: (time: Moment) => string;
  /** `14:06`, for axes and sentences. */
  readonly clock: (time: Moment) => string;
  /** `Jan 15, 14:06`, for axes over more than a day. */
  readonly dated: (time: Moment) => string;
  /** `Jan 15`, for axes. */
  readonly day: (time: Moment) => string;
  /** The IANA zone, for charts. */
  readonly zone: string;
}

/** A moment in a zone. @param zone - That of the IANA, or `Browser`. */
export function momentAt(time: Moment, zone: string): moment.Moment {
  // Moment's own reading of ISO 8601 takes most of the time that a table of times takes.
  const local = moment(typeof time === 'string' ? Date.parse(time) : time);
  return zone === 'Browser' ? local : local.tz(zone);
}

/**
 * How far a zone is ahead of UTC at a moment, milliseconds: axes over less than a change of clocks are round in it.
 *
 * @param zone - As `TimeFormat.zone` has it.
 */
export function utcOffsetOf(time: Moment, zone: string): number {
  return moment.tz(time, zone).utcOffset() * MINUTE_MS;
}

/** @param now - What "today" is. */
export function createTimeFormat({
  zone,
  date_format,
  is_dated = false,
  now = Date.now,
}: {
  readonly zone: string;
  readonly date_format: string;
  /** Whether every time has its day. */
  readonly is_dated?: boolean;
  readonly now?: () => number;
}): TimeFormat {
  const forms = dateFormats(date_format);
  return {
    short: (time) => {
      const then = momentAt(time, zone);
      const today = momentAt(now(), zone);
      if (!is_dated && then.isSame(today, 'day')) return then.format(forms.clock);
      const day = then.isSame(today, 'year') ? forms.day : forms.day_and_year;
      return then.format(`${day}, ${forms.clock}`);
    },
    full: (time) => momentAt(time, zone).format(date_format),
    clock: (time) => momentAt(time, zone).format(forms.minute),
    dated: (time) => momentAt(time, zone).format(`${forms.day}, ${forms.minute}`),
    day: (time) => momentAt(time, zone).format(forms.day),
    zone: zone === 'Browser' ? browserZone() : zone,
  };
}

/** `moment.tz.guess` does not trust a browser that says `UTC`, and unpacks every zone of the world to be sure. */
function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function useTimeFormat(): TimeFormat {
  const { time_zone, date_format } = useServices().settings;
  const { range } = useTime();
  const begin = momentAt(range.from, time_zone);
  const is_dated =
    Date.parse(range.to) - Date.parse(range.from) > DAY_MS ||
    !begin.isSame(momentAt(Date.now(), time_zone), 'day');
  return useMemo(
    () => createTimeFormat({ zone: time_zone, date_format, is_dated }),
    [time_zone, date_format, is_dated],
  );
}

/**
 * How long ago.
 *
 * @example
 * formatAge({ time: '2026-01-15T14:06:00Z', now: Date.parse('2026-01-15T14:10:00Z') }) // '4 min ago'
 */
export function formatAge({ time, now }: { readonly time: Moment; readonly now: number }): string {
  const age = now - moment(time).valueOf();
  return age < 1000
    ? translate('logAi.time.now', { defaultMessage: 'just now' })
    : translate('logAi.time.ago', {
        defaultMessage: '{duration} ago',
        values: { duration: formatDuration(age) },
      });
}
