import { type Command, InvalidArgumentError } from 'commander';
import { LogAiError } from '../../../common/errors.ts';
import type { TimeRange } from '../ports/time.ts';

const TO_OPTION = ['--to <time>', 'end of the range, ISO 8601 (default: now)', parseTime] as const;

/** What commands over a past range are given; times are milliseconds since the epoch. */
export interface PastRangeFlags {
  readonly from: number;
  readonly to?: number;
  readonly rate?: number;
}

/** What commands that show a range are given: the last hour, unless said otherwise. */
export interface RangeFlags {
  readonly from?: number;
  readonly to?: number;
}

/** Adds the options of a range that may be left out. */
export function withRange(command: Command): Command {
  return command
    .option('--from <time>', 'begin of the range, ISO 8601 (default: an hour before its end)', parseTime)
    .option(...TO_OPTION);
}

/**
 * The range as the API is asked for it.
 *
 * @throws LogAiError `request_invalid` where it ends before it begins.
 */
export function rangeQueryOf({ from, to }: RangeFlags): { from?: string; to?: string } {
  if (from !== undefined) pastRangeOf({ from, ...(to !== undefined && { to }) }, Infinity);
  return {
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
}

/** Adds the options of a past range, and of the rate at which it is read. */
export function withPastRange(command: Command): Command {
  return command
    .requiredOption('--from <time>', 'begin of the range, ISO 8601', parseTime)
    .option(...TO_OPTION)
    .option('--rate <documents>', 'at most so many documents a second', parseRate);
}

/** @throws LogAiError `request_invalid` where it ends before it begins. */
export function pastRangeOf({ from, to }: PastRangeFlags, now: number): TimeRange {
  const range = { from, to: to ?? now };
  if (range.from < range.to) return range;
  throw new LogAiError('request_invalid', 'The range ends before it begins: give the earlier time first.');
}

function parseTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It takes an ISO 8601 time such as 2024-01-15T14:00:00Z.');
  return time;
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 1) return rate;
  throw new InvalidArgumentError('It takes a whole number of documents a second, at least 1.');
}
