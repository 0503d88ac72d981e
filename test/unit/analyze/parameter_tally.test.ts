import { expect, test } from 'vitest';
import { ParameterTally } from '../../../ml-service/src/analyze/parameter_tally.ts';

test('the range of a parameter is that of its numbers, however they are written', () => {
  const tally = new ParameterTally({ left: 10 });
  for (const value of [1.25, '0.50', '2.0', 'x', true]) tally.add(value);
  expect(tally.summary({ name: 'duration_s', type: 'duration', unit: 's' })).toEqual({
    name: 'duration_s',
    type: 'duration',
    unit: 's',
    distinct: 5,
    distinct_is_bound: false,
    examples: [1.25, '0.50', '2.0'],
    min: 0.5,
    max: 2,
  });
});
