import { isDigit, isLetter } from '../../../../common/characters.ts';
import type { LogYears } from './log_years.ts';
import { AMBIGUOUS_ZONES, ZONE_MINUTES } from '../../settings/zone_names.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../common/minutes.ts';

/**
 * How a time is written, as the order of its parts: `Y` year, `y` year of two digits, `M` month, `b` month by name,
 * `D` day, `J` day of the year, `h` `m` `s`, `f` fraction of a second, `p` AM or PM, `z` a zone that the rest follows, `r` a zone of IANA's behind all, `E` seconds to nanoseconds since the epoch. Separators do
 * not matter.
 */
export type TimeOrder = string;

/** Where times without a zone or a date are placed. */
export interface TimeContext {
  /** IANA name or `UTC`. */
  readonly time_zone: string;
  /** Milliseconds since the epoch; a time without a year or date is the latest one not after it (plus a day's slack). */
  readonly reference: number;
  /** What the lines of a file say about the order of day, month and year. */
  readonly dates?: DateOrders;
  /** Which year those lines have that name none, where lines are read in their order. */
  readonly years?: LogYears | undefined;
  /** What names of zones mean where it is not what {@link ZONE_MINUTES} says. */
  readonly zones?: Readonly<Record<string, number>> | undefined;
  /** Takes up names of zones that were met and have more than one meaning. */
  readonly ambiguous_zones?: Set<string>;
}

/** Months by the first letters of their names: English, German, French, Spanish, Italian, Portuguese, Russian. */
export const MONTH_NAMES: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan ene gen янв', 'feb fev fév фев', 'mar mär mrz мар', 'apr abr avr апр', 'may mai mag май мая', 'jun juin giu июн',
    'jul juil lug июл', 'aug ago aoû авг', 'sep set сен', 'oct okt ott out окт', 'nov ноя', 'dec dez dic déc дек',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1])),
); // prettier-ignore
/** 9999-12-31T23:59:59.999Z. */
const LAST_INSTANT = 253_402_300_799_999;
/** Digits of each part that is a plain number. */
const WIDTH: Readonly<Record<string, number>> = { Y: 4, y: 2, M: 2, D: 2, h: 2, m: 2 };
/** Clocks of shippers differ: a time without a year may lie this far in the future before it means last year. */
const FUTURE_SLACK = DAY_MS;

/** Days since 1970-01-01 of a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return next - daysFromCivil(year, month, 1);
}

/**
 * The order in which a file writes day, month and year, told by all of its lines: `06/05/22` may be any of three, beside
 * `06/14/22` it is the 5th of June. While nothing is told, each line is read by itself.
 */
export class DateOrders {
  private first_is_day = false;
  private second_is_day = false;
  /** Of three numbers with two digits each. */
  private readonly firsts = new Set<number>();
  private readonly lasts = new Set<number>();

  /** Takes up what a time says. */
  note(text: string, order: TimeOrder): void {
    const kind = kindOf(order);
    if (kind === undefined) return;
    const reader = new TimeReader(text);
    const [first, second, last] = [reader.number(2), reader.number(2), reader.number(2)];
    if (second > 12) this.second_is_day = true;
    else if (first > 12 && kind === 'year_last') this.first_is_day = true;
    if (kind === 'any' && this.firsts.size + this.lasts.size < 100) {
      this.firsts.add(first);
      this.lasts.add(last);
    }
  }

  /** The order that the file has, for times written in one that could be another. */
  orderOf(order: TimeOrder): TimeOrder {
    const kind = kindOf(order);
    if (kind === undefined || this.first_is_day === this.second_is_day) return this.withYear(order, kind);
    const year = kind === 'any' ? 'y' : order.includes('Y') ? 'Y' : 'y';
    return (this.second_is_day ? 'MD' : 'DM') + year + order.slice(3);
  }

  /** Where the first numbers differ and the last ones do not, the year is the last. */
  private withYear(order: TimeOrder, kind: ReturnType<typeof kindOf>): TimeOrder {
    if (kind !== 'any' || this.lasts.size !== 1 || this.firsts.size < 2) return order;
    const isDay = [...this.firsts].some((first) => first > 12);
    return (isDay ? 'DM' : 'MD') + 'y' + order.slice(3);
  }
}

/** Which of day, month and year a purely numeric date leaves open: all of them, or which comes first of day and month. */
function kindOf(order: TimeOrder): 'any' | 'year_last' | undefined {
  if (order.startsWith('yMDhmsf')) return 'any';
  return /^(MD|DM)[Yy]/.test(order) ? 'year_last' : undefined;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** The day is counted from the year's first. */
  is_day_of_year: boolean;
  /** Minutes east of UTC, undefined where the text has no zone. */
  offset: number | undefined;
}

/** A letter, of any script as far as months go. */
const isWordCode = (code: number) => isLetter(code) || code > 127;

class TimeReader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  number(width: number): number {
    while (this.at < this.text.length && !isDigit(this.text.charCodeAt(this.at))) this.at += 1;
    let value = 0;
    for (let count = 0; count < width && isDigit(this.text.charCodeAt(this.at)); count += 1) {
      value = value * 10 + this.text.charCodeAt(this.at) - 48;
      this.at += 1;
    }
    return value;
  }

  /** 1 to 12, or 0; words that are no month (the weekday) are passed over. */
  month(): number {
    while (this.at < this.text.length) {
      while (this.at < this.text.length && !isWordCode(this.text.charCodeAt(this.at))) this.at += 1;
      const start = this.at;
      while (this.at < this.text.length && isWordCode(this.text.charCodeAt(this.at))) this.at += 1;
      const word = this.text.slice(start, this.at).toLowerCase();
      const month = MONTH_NAMES[word.slice(0, 4)] ?? MONTH_NAMES[word.slice(0, 3)];
      if (month !== undefined) return month;
    }
    return 0;
  }

  /** The fraction right behind the seconds, in whole milliseconds. */
  fraction(): number {
    const separator = this.text.charAt(this.at);
    if (separator === '' || !'.,:'.includes(separator) || !isDigit(this.text.charCodeAt(this.at + 1)))
      return 0;
    let milliseconds = 0;
    let scale = 100;
    const begin = this.at + 1;
    for (this.at = begin; isDigit(this.text.charCodeAt(this.at)); this.at += 1) {
      milliseconds += (this.text.charCodeAt(this.at) - 48) * scale;
      scale = scale >= 10 ? scale / 10 : 0;
    }
    // Behind a comma, more digits than nanoseconds have are the next column.
    return separator === ',' && this.at - begin > 9 ? 0 : milliseconds;
  }

  /** Whether seconds follow: some write hours and minutes only, and then a zone, whose digits are no seconds. */
  hasSeconds(): boolean {
    const code = this.text.charCodeAt(this.at);
    return isDigit(code) || code === 58 || code === 46;
  }

  /** The hour of a clock of twelve; without AM or PM it is one of 24. */
  hourOf(hour: number): number {
    this.skipSpaces();
    const half = this.text.charCodeAt(this.at) | 32;
    const dot = this.text.charAt(this.at + 1) === '.' ? 1 : 0;
    if ((half !== 97 && half !== 112) || (this.text.charCodeAt(this.at + 1 + dot) | 32) !== 109) return hour;
    this.at += 2 + dot + (this.text.charAt(this.at + 2 + dot) === '.' ? 1 : 0);
    return (hour % 12) + (half === 112 ? 12 : 0);
  }

  zone({ zones, ambiguous_zones }: TimeContext): number | undefined {
    this.skipSpaces();
    let end = this.at;
    while (isLetter(this.text.charCodeAt(end))) end += 1;
    const name = this.text.slice(this.at, end);
    if (Object.hasOwn(ZONE_MINUTES, name)) {
      this.at = end;
      if (ambiguous_zones && Object.hasOwn(AMBIGUOUS_ZONES, name)) ambiguous_zones.add(name);
      return zones?.[name] ?? ZONE_MINUTES[name];
    }
    const mark = this.text.charAt(this.at);
    if (mark !== '+' && mark !== '-') return undefined;
    const offset = this.number(2) * 60 + this.number(2);
    return mark === '-' ? -offset : offset;
  }

  private skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === 32) this.at += 1;
  }
}

/** `01/15/24` and `15/01/2024` are written by some: a 13th month is the day, and what was taken for the day the other. */
function swapMonth(parts: Parts, order: TimeOrder): void {
  const { year, month, day } = parts;
  if (month <= 12) return;
  if (order.startsWith('MD')) {
    parts.month = day;
    parts.day = month;
  } else if (order.startsWith('yM')) {
    parts.month = year % 100;
    parts.day = month;
    parts.year = day + (day < 70 ? 2000 : 1900);
  }
}

function readParts(text: string, order: TimeOrder, context: TimeContext): Parts | undefined {
  const reader = new TimeReader(text);
  const parts: Parts = {
    year: -1,
    month: -1,
    day: -1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    is_day_of_year: order.includes('J'),
    offset: undefined,
  };
  for (const part of order) {
    if (part === 'b') parts.month = reader.month();
    else if (part === 'f') parts.millisecond = reader.fraction();
    else if (part === 'p') parts.hour = reader.hourOf(parts.hour);
    else if (part === 'z') parts.offset = reader.zone(context);
    else if (part === 'J') {
      parts.month = 1;
      parts.day = reader.number(3);
    } else if (part === 's') parts.second = reader.hasSeconds() ? reader.number(2) : 0;
    else {
      const value = reader.number(WIDTH[part]!);
      if (part === 'Y') parts.year = value;
      else if (part === 'y') parts.year = value + (value < 70 ? 2000 : 1900);
      else if (part === 'M') parts.month = value;
      else if (part === 'D') parts.day = value;
      else if (part === 'h') parts.hour = value;
      else parts.minute = value;
    }
  }
  parts.offset ??= reader.zone(context);
  swapMonth(parts, order);
  const isClock = parts.hour < 24 && parts.minute < 60 && parts.second <= 60;
  const isDate =
    parts.day === -1 ||
    (parts.month >= 1 &&
      parts.month <= 12 &&
      parts.day >= 1 &&
      parts.day <= (parts.is_day_of_year ? 366 : 31));
  return isClock && isDate ? parts : undefined;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time is ahead of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  let format = zoneFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    }); // prettier-ignore
    zoneFormats.set(zone, format);
  }
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const days = daysFromCivil(part.get('year')!, part.get('month')!, part.get('day')!);
  const local =
    days * DAY_MS +
    part.get('hour')! * HOUR_MS +
    part.get('minute')! * MINUTE_MS +
    part.get('second')! * 1000;
  return local - Math.floor(instant / 1000) * 1000;
}

/** As java.time resolves it: in an overlap the earlier offset, in a gap the offset before it. */
function offsetOfLocal(zone: string, local: number): number {
  if (zone === 'UTC') return 0;
  const before = offsetAt(zone, local - 14 * HOUR_MS);
  const after = offsetAt(zone, local + 14 * HOUR_MS);
  if (before === after || offsetAt(zone, local - before) === before) return before;
  return offsetAt(zone, local - after) === after ? after : before;
}

function instantOf(parts: Parts, year: number, context: TimeContext): number | undefined {
  const days_in = parts.is_day_of_year ? 366 : daysInMonth(year, parts.month);
  if (parts.day > days_in) return undefined;
  const days = daysFromCivil(year, parts.month, parts.day);
  const local =
    days * DAY_MS + parts.hour * HOUR_MS + parts.minute * MINUTE_MS + parts.second * 1000 + parts.millisecond;
  return (
    local - (parts.offset === undefined ? offsetOfLocal(context.time_zone, local) : parts.offset * MINUTE_MS)
  );
}

/** A clock without a date: the day of the reference, or the one before when that would lie in the future. */
function instantOfClock(parts: Parts, context: TimeContext): number {
  const local = context.reference + offsetOfLocal(context.time_zone, context.reference);
  const clock = parts.hour * HOUR_MS + parts.minute * MINUTE_MS + parts.second * 1000 + parts.millisecond;
  const day = Math.floor(local / DAY_MS) * DAY_MS;
  const instant = day + clock - offsetOfLocal(context.time_zone, day + clock);
  return instant > context.reference + HOUR_MS ? instant - DAY_MS : instant;
}

/**
 * Reads a time of a known order. A year that is missing is the latest one that does not put it into the future.
 *
 * @returns Milliseconds since the epoch, or undefined when the parts are no real time (a 13th month).
 * @example
 * readTimestamp('2024-01-15 14:23:45', 'YMDhmsf', { time_zone: 'UTC', reference: 0 }) // 1705328625000
 */
export function readTimestamp(text: string, order: TimeOrder, context: TimeContext): number | undefined {
  const instant = order.endsWith('r')
    ? readInRegion(text, order.slice(0, -1), context)
    : readInstant(text, context.dates?.orderOf(order) ?? order, context);
  return instant !== undefined && isLogTime(instant) ? instant : undefined;
}

/** Within the years 1970 to 9999: no other time is one of a log line, nor has an ISO date of four digits. */
export function isLogTime(instant: number): boolean {
  return instant >= 0 && instant <= LAST_INSTANT;
}

/** A time with the name of its zone behind it, as PHP writes it: `28-Nov-2026 17:50:00 Europe/Berlin`. */
function readInRegion(text: string, order: TimeOrder, context: TimeContext): number | undefined {
  const region = text.slice(text.lastIndexOf(' ') + 1).replace(']', '');
  try {
    return readInstant(text, order, { ...context, time_zone: region });
  } catch (error) {
    // No zone that is known.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readInstant(text: string, order: TimeOrder, context: TimeContext): number | undefined {
  if (order === 'E') {
    const [seconds = '', fraction = ''] = text.replace(/[^\d.]/g, '').split('.');
    if (seconds.length >= 13) return Number(seconds.slice(0, 13));
    return Number(seconds) * 1000 + Number(`${fraction}000`.slice(0, 3));
  }
  const parts = readParts(text, order, context);
  if (!parts) return undefined;
  if (parts.day === -1) return instantOfClock(parts, context);
  if (parts.year !== -1) return instantOf(parts, parts.year, context);
  const { month, day } = parts;
  const latest = latestOf(parts, context);
  const year = context.years?.next({ month, day, latest: latest.year }) ?? latest.year;
  return (year === latest.year ? undefined : instantOf(parts, year, context)) ?? latest.instant;
}

/** A time in the latest year that does not put it into the future. */
function latestOf(
  parts: Parts,
  context: TimeContext,
): { readonly year: number; readonly instant: number | undefined } {
  const this_year = new Date(context.reference).getUTCFullYear();
  for (const year of [this_year + 1, this_year]) {
    const instant = instantOf(parts, year, context);
    if (instant !== undefined && instant <= context.reference + FUTURE_SLACK) return { year, instant };
  }
  return { year: this_year - 1, instant: instantOf(parts, this_year - 1, context) };
}
