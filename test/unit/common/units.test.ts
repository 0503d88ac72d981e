import { describe, expect, test } from 'vitest';
import {
  inBaseUnit,
  measureOf,
  suffixOfSpelling,
  type Unit,
  UNITS,
  unitOfSpelling,
} from '../../../common/units.ts';

describe('units', () => {
  test.each<[number, Unit, number]>([
    [2_000_000, 'ns', 2],
    [1500, 'us', 1.5],
    [30000, 'ms', 30000],
    [1.5, 's', 1500],
    [5, 'min', 300_000],
    [2, 'h', 7_200_000],
    [1, 'd', 86_400_000],
  ])('%d %s are %d milliseconds', (value, unit, milliseconds) => {
    expect(measureOf(unit)).toBe('duration');
    expect(inBaseUnit({ value, unit })).toBeCloseTo(milliseconds, 9);
  });

  test.each<[number, Unit, number]>([
    [10, 'B', 10],
    [2, 'kB', 2000],
    [2, 'KiB', 2048],
    [1.5, 'MB', 1_500_000],
    [1, 'MiB', 1_048_576],
    [1, 'GB', 1_000_000_000],
    [1, 'GiB', 1_073_741_824],
    [1, 'TB', 1_000_000_000_000],
    [1, 'TiB', 1_099_511_627_776],
  ])('%d %s are %d bytes', (value, unit, bytes) => {
    expect(measureOf(unit)).toBe('bytes');
    expect(inBaseUnit({ value, unit })).toBe(bytes);
  });

  test.each<[string, Unit | undefined, string | undefined]>([
    ['ms', 'ms', 'ms'],
    ['seconds', 's', 's'],
    ['µs', 'us', 'us'],
    ['minute', 'min', 'min'],
    ['days', 'd', 'days'],
    ['KB', 'kB', 'kb'],
    ['Bytes', 'B', 'bytes'],
    // Units of something else.
    ['GHz', undefined, 'ghz'],
    ['%', undefined, 'percent'],
    // What is not told to be one.
    ['M', undefined, undefined],
    ['constructor', undefined, undefined],
  ])('%s: the unit %s, names end in %s', (spelling, unit, suffix) => {
    expect(unitOfSpelling(spelling)).toBe(unit);
    expect(suffixOfSpelling(spelling)).toBe(suffix);
  });

  test('every unit is spelled by itself', () => {
    expect(UNITS.map(unitOfSpelling)).toEqual(UNITS);
  });
});
