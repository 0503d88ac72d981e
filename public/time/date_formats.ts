/** The parts of a format of Moment, for places that have no room for all of it. */
export interface DateFormats {
  /** `MMM D` */
  readonly day: string;
  /** `MMM D, YYYY` */
  readonly day_and_year: string;
  /** `HH:mm:ss` */
  readonly clock: string;
  /** `HH:mm` */
  readonly minute: string;
}

/** Kibana's own. */
const DEFAULTS: DateFormats = {
  day: 'MMM D',
  day_and_year: 'MMM D, YYYY',
  clock: 'HH:mm:ss',
  minute: 'HH:mm',
};

const CLOCK = /(?:HH?|hh?|kk?)[^A-Za-z[\]]*mm?(?:[^A-Za-z[\]]*ss?)?(?:[.,:]S+)?(?:\s*[aA])?(?:\s*Z+)?/;
/** What stands between a day and a clock. */
const SEPARATORS = /^(?:[\s@,;-]|\[[^\]]*\])+|(?:[\s@,;-]|\[[^\]]*\])+$/g;

/**
 * Takes the user's `dateFormat` apart: tables and axes show a part of it, in their order and with 12 or 24 hours. What cannot be
 * taken apart is left to Kibana's own format.
 *
 * @example
 * dateFormats('DD.MM.YYYY HH:mm:ss.SSS')
 * // { day: 'DD.MM.', day_and_year: 'DD.MM.YYYY', clock: 'HH:mm:ss', minute: 'HH:mm' }
 */
export function dateFormats(date_format: string): DateFormats {
  const whole = CLOCK.exec(date_format)?.[0];
  if (whole === undefined) return DEFAULTS;
  const day_and_year = date_format.replace(whole, '').replace(SEPARATORS, '');
  if (!/[MDL]/.test(day_and_year)) return DEFAULTS;
  const clock = whole.replace(/[.,:]S+/, '').replace(/\s*Z+$/, '');
  const day = day_and_year.replace(/^Y{2,4}[-/. ]*|[-/, ]*Y{2,4}$/, '').replace(SEPARATORS, '');
  return { day: day || day_and_year, day_and_year, clock, minute: clock.replace(/[^A-Za-z]*ss?/, '') };
}
