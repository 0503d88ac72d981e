import { describe, expect, test } from 'vitest';
import { DURATIONS, endOf } from '../../../../public/expectations/durations.ts';
import { aboutText, kindText } from '../../../../public/expectations/expectation_words.ts';
import { sharedValues } from '../../../../public/expectations/shared_values.ts';
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

test('of a value that its lines share it is offered, too: this template, this service, this value', () => {
  const values = sharedValues([
    { params: { target: 'orders-db', tries: 3, port: 5432 } },
    { params: { target: 'orders-db', tries: 4, port: '5432' } },
    { params: { target: 'orders-db', tries: 3, port: 5432, other: true } },
  ]);
  expect(values).toEqual([
    { name: 'target', value: 'orders-db' },
    { name: 'port', value: '5432' },
  ]);
  expect(scopesOf(anomaly, values)[1]).toBe('value');
  expect(scopeText('value', anomaly)).toBe('This template in checkout with one value');
  expect(aboutOf('value', anomaly, values[0])).toEqual({
    template_id: template,
    services: ['checkout'],
    parameter: { name: 'target', value: 'orders-db' },
  });
  expect(aboutOf('value', nowhere, values[0])).toEqual({ template_id: template, parameter: values[0] });
  expect(aboutOf('service', anomaly, values[0])).toEqual({ services: ['checkout'] });
});

test.each([
  { what: 'without lines', lines: [] },
  { what: 'of lines without parameters', lines: [{}, { params: { target: 'orders-db' } }] },
  { what: 'that no expectation could hold', lines: [{ params: { body: 'x'.repeat(2000) } }] },
])('no value is offered $what', ({ lines }) => {
  expect(sharedValues(lines)).toEqual([]);
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
