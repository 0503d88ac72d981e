import { expect, test } from 'vitest';
import { dateFormats } from '../../../../public/time/date_formats.ts';

test.each([
  ['MMM D, YYYY @ HH:mm:ss.SSS', 'MMM D', 'MMM D, YYYY', 'HH:mm:ss', 'HH:mm'],
  ['DD.MM.YYYY HH:mm:ss.SSS', 'DD.MM.', 'DD.MM.YYYY', 'HH:mm:ss', 'HH:mm'],
  ['YYYY-MM-DD[T]HH:mm:ss.SSSZ', 'MM-DD', 'YYYY-MM-DD', 'HH:mm:ss', 'HH:mm'],
  ['MM/DD/YYYY hh:mm:ss a', 'MM/DD', 'MM/DD/YYYY', 'hh:mm:ss a', 'hh:mm a'],
  ['HH:mm, D MMM YYYY', 'D MMM', 'D MMM YYYY', 'HH:mm', 'HH:mm'],
  // What cannot be taken apart is left to Kibana's own format.
  ['x', 'MMM D', 'MMM D, YYYY', 'HH:mm:ss', 'HH:mm'],
  ['HH:mm', 'MMM D', 'MMM D, YYYY', 'HH:mm:ss', 'HH:mm'],
  ['', 'MMM D', 'MMM D, YYYY', 'HH:mm:ss', 'HH:mm'],
])('%s', (date_format, day, day_and_year, clock, minute) => {
  expect(dateFormats(date_format)).toEqual({ day, day_and_year, clock, minute });
});
