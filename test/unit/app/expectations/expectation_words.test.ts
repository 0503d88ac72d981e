import { describe, expect, test } from 'vitest';
import { DURATIONS, endOf } from '../../../../public/expectations/durations.ts';
import { aboutText, kindText } from '../../../../public/expectations/expectation_words.ts';
import { aboutOf, scopesOf, scopeText } from '../../../../public/expectations/scopes.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';

const { anomalies: anomaly } = SAMPLE_DOCUMENTS;
const { service: _service, ...nowhere } = anomaly;
const template = anomaly.log_ai.template!.id;

describe('an expectation reads', () => {
  test.each<[Parameters<typeof aboutText>[0], string]>([
    [{}, 'All services'],
    [{ services: ['cart', 'checkout'], type: 'drop' }, 'Drop · cart, checkout'],
    [{ template_id: 't1', parameter: { name: 'target', value: 'orders-db' } }, 't1 · target = orders-db'],
  ])('%o as %s', (about, text) => {
    expect(aboutText(about)).toBe(text);
  });

  test('with its kind, also one that a newer service brought', () => {
    const of = (kind: string, sensitivity?: 'low') =>
      kindText({ kind: kind as 'expected', about: {}, sensitivity });
    expect([of('maintenance'), of('sensitivity', 'low'), of('holiday')]).toEqual([
      'Maintenance',
      'Sensitivity: Low',
      'holiday',
    ]);
  });
});

test('of an anomaly it is offered what it has, the least first, and what is chosen is what is asked for', () => {
  expect(scopesOf(anomaly).map((scope) => [scopeText(scope, anomaly), aboutOf(scope, anomaly)])).toEqual([
    ['This anomaly only', undefined],
    ['This template in checkout', { template_id: template, services: ['checkout'] }],
    ['This template in all services', { template_id: template }],
    ['Every anomaly in checkout', { services: ['checkout'] }],
  ]);
  expect(scopesOf(nowhere)).toEqual(['anomaly', 'template']);
});

test('it ends an hour, a day or a week from now, or never', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  expect(DURATIONS.map((duration) => endOf(duration, now))).toEqual([
    '2026-11-22T11:00:00.000Z',
    '2026-11-23T10:00:00.000Z',
    '2026-11-29T10:00:00.000Z',
    undefined,
  ]);
});
