import { expect, it } from 'vitest';
import { type AnomalyFacts, anomalyOf, namesOf, ruleOf } from './rule_world.ts';

/** Anomalies on the left, what actions ran on the right. */

const found = (id: string, facts: Omit<AnomalyFacts, 'id'> = {}): AnomalyFacts => ({
  id,
  type: 'new_template',
  score: 10,
  ...facts,
});

it.each<[string, object, readonly AnomalyFacts[], readonly string[]]>([
  [
    'tells of new templates of errors, whatever their score',
    {},
    [found('error'), found('fatal', { level: 'FATAL' }), found('warning', { level: 'WARN' })],
    ['new_error_template error', 'new_error_template fatal'],
  ],
  ['and of nothing else that is abnormal', {}, [found('a', { type: 'frequency', score: 90 })], []],
  [
    'goes by level, also where two have one severity',
    { levels: ['FATAL'] },
    [found('a', { level: 'CRITICAL' }), found('b', { level: 'FATAL' })],
    ['new_error_template b'],
  ],
  [
    'goes by service',
    { services: ['db'] },
    [found('a'), found('b', { service: 'db' })],
    ['new_error_template b'],
  ],
  ['not while it is interim: nothing that is alerts', {}, [found('a', { is_interim: true })], []],
  ['not of what was found late', {}, [found('a', { is_late: true })], []],
])('%s', async (_what, params, anomalies, told) => {
  const { tell } = ruleOf({ type_id: 'log_ai.new_error_template', params });
  expect(await tell(0, anomalies)).toEqual(told);
});

it('tells once, however much its score rises', async () => {
  const { tell } = ruleOf({ type_id: 'log_ai.new_error_template' });
  await tell(0, [found('a')]);
  expect(await tell(1, [found('a', { score: 90, raised: 1 })])).toEqual([]);
  expect(await tell(2, [found('a', { score: 90, raised: 1, status: 'resolved' })])).toEqual(['recovered a']);
});

it('reads a bounded number of pages where nearly all have another level', async () => {
  const { indices, run, searches } = ruleOf({
    type_id: 'log_ai.new_error_template',
    params: { levels: ['FATAL'] },
  });
  const others = Array.from({ length: 8000 }, (_, number) =>
    found(`c${number}`, { level: 'CRITICAL', score: 90 }),
  );
  indices['log-ai-anomalies'].push(
    ...[...others, found('fatal', { level: 'FATAL', score: 99 })].map(anomalyOf),
  );
  expect(namesOf(await run(0))).toEqual(['new_error_template fatal']);
  expect(searches).toHaveLength(10);
});
