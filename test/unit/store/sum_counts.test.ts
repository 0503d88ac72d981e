import { expect, it } from 'vitest';
import { sumCounts } from '../../../ml-service/src/store/count_series.ts';

it('adds up what is of the same minute, template, service and level', () => {
  const unleveled = { minute: 1, template_id: 't1', service: 'api', count: 2 };
  const count = { ...unleveled, level: 'INFO' } as const;
  const input = [
    count,
    { ...count, count: 3 },
    { ...count, minute: 2 },
    { ...count, service: 'web' },
    unleveled,
  ];
  expect(sumCounts(input)).toEqual([
    { ...count, count: 5 },
    { ...count, minute: 2 },
    { ...count, service: 'web' },
    unleveled,
  ]);
  expect(input[0]).toEqual(count);
});
