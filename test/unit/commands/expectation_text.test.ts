import { expect, test } from 'vitest';
import { expectationLine } from '../../../ml-service/src/commands/expectation_text.ts';

const TIME = '2026-11-22T10:00:00.000Z';
const said = { id: 'e1', from: TIME, created: TIME, suppressed: 0 } as const;

test('an expectation is told with what it is about, by whom, how long, and what it suppressed', () => {
  const about = {
    template_id: 't1',
    services: ['cart', 'checkout'],
    type: 'frequency' as const,
    parameter: { name: 'target', value: 'orders-db' },
  };
  expect(
    expectationLine({
      ...said,
      kind: 'expected',
      about,
      by: 'anna',
      note: 'Load test',
      suppressed: 1,
      last_suppressed: TIME,
    }),
  ).toBe(
    [
      'e1  expected: frequency t1 with target=orders-db in cart, checkout  "Load test"',
      `    from ${TIME} for ever by anna`,
      `    suppressed 1 anomaly, the last one until ${TIME}`,
    ].join('\n'),
  );
});

test.each([
  [
    { kind: 'maintenance', about: {}, until: TIME, undone: TIME, undone_by: 'kim' } as const,
    `e1  maintenance: everything\n    from ${TIME} until ${TIME}; taken back by kim ${TIME}\n    suppressed 0 anomalies`,
  ],
  [
    { kind: 'sensitivity', about: { services: ['batch'] }, sensitivity: 'low' } as const,
    `e1  sensitivity: low in batch\n    from ${TIME} for ever`,
  ],
])('%o is told as %s', (fields, text) => {
  expect(expectationLine({ ...said, ...fields, about: { ...fields.about } as never })).toBe(text);
});
