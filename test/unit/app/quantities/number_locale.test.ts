import { afterEach, expect, test } from 'vitest';
import { measuresOf } from '../../../../public/anomalies/measures.ts';
import { formatCount, formatRate } from '../../../../public/quantities/format_quantity.ts';
import { chooseNumberLocale, numberLocale } from '../../../../public/quantities/number_locale.ts';
import { formatValue } from '../../../../public/templates/flyout/format_value.ts';
import { anomalyAt } from '../anomalies/anomaly_at.ts';

afterEach(() => chooseNumberLocale('en'));

test.each([
  ['en', '1,234.5', '1,234', '0.2/min'],
  ['de', '1.234,5', '1.234', '0,2/min'],
  ['fr', '1\u202f234,5', '1\u202f234', '0,2/min'],
  ['chs', '1,234.5', '1,234', '0.2/min'],
])('numbers of a user whose Kibana formats them for %s', (setting, value, count, rate) => {
  chooseNumberLocale(setting);
  expect([formatValue(1234.5), formatCount(1234), formatRate(0.2)]).toEqual([value, count, rate]);
});

test('numbers in a table are written so, too', () => {
  chooseNumberLocale('de');
  const anomaly = anomalyAt({ type: 'parameter', typical: 12.3456, actual: 90_000 });
  expect(measuresOf(anomaly)).toEqual({ typical: '12,3', actual: '90.000' });
});

test.each([
  ['en', 'the default says nothing of what a user wants: numbers follow the language of Kibana'],
  ['klingon', 'nor does a language that the browser does not know'],
  ['', 'nor an empty one'],
])('"%s": %s', (setting) => {
  chooseNumberLocale(setting);
  expect(numberLocale()).toBe('en');
});

test('Dutch of Belgium is not Belarusian', () => {
  chooseNumberLocale('be-nl');
  expect(numberLocale()).toBe('nl-BE');
});
