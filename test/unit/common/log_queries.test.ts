import { describe, expect, it } from 'vitest';
import {
  anomalyQuery,
  linesQuery,
  storyQuery,
  templateQuery,
  traitQuery,
} from '../../../common/discover/log_queries.ts';
import { quoted } from '../../../common/kql.ts';
import { anomalyAt } from '../app/anomalies/anomaly_at.ts';

describe('a query in KQL', () => {
  it.each([
    ['cart', '"cart"'],
    ['say "hi"', String.raw`"say \"hi\""`],
    [String.raw`C:\logs`, String.raw`"C:\\logs"`],
    ['a or b: *', '"a or b: *"'],
  ])('takes %s literally', (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });

  it('finds the lines that carry an id that a template had before', () => {
    expect(templateQuery({ ids: ['new', 'old', 'new'] })).toBe('log_ai.template.id: ("new" or "old")');
  });

  it('tells lines of a service from those that name none', () => {
    expect(templateQuery({ ids: ['a'], service: 'cart' })).toBe(
      'log_ai.template.id: "a" and service.name: "cart"',
    );
    expect(templateQuery({ ids: ['a'], service: 'unknown' })).toBe(
      'log_ai.template.id: "a" and not service.name: *',
    );
  });
});

describe('the lines that requests share', () => {
  it.each([
    [{ kind: 'service', text: 'cart', service: 'cart' }, 'service.name: "cart"'],
    [
      { kind: 'template', text: 'cart: Added <sku>', service: 'cart', template_id: 'a' },
      'log_ai.template.id: "a" and service.name: "cart"',
    ],
    [
      { kind: 'value', text: 'sku = A "1"', name: 'sku', value: 'A "1"' },
      String.raw`log_ai.params.sku: "A \"1\""`,
    ],
    [{ kind: 'value', text: 'a:b = 1', name: 'a:b', value: '1' }, String.raw`log_ai.params.a\:b: "1"`],
    [{ kind: 'host', text: 'node-7', value: 'node-7' }, 'host.name: "node-7"'],
    [
      { kind: 'version', text: 'cart 2.4', service: 'cart', value: '2.4' },
      'service.name: "cart" and service.version: "2.4"',
    ],
  ] as const)('%j: %s', (trait, query) => {
    expect(traitQuery(trait)).toBe(query);
  });
});

describe('the lines of an anomaly', () => {
  const { event } = anomalyAt({ start: '2026-01-15T14:06:00.000Z', end: '2026-01-15T14:10:00.000Z' });

  it('are those of its template in its service while it lasts: its end is not a part of it', () => {
    const anomaly = {
      event,
      anomaly: { type: 'frequency' as const },
      service: { name: 'cart' },
      log_ai: { template: { id: 'a' } },
    };
    expect(anomalyQuery(anomaly, ['a', 'old'])).toEqual({
      query: 'log_ai.template.id: ("a" or "old") and service.name: "cart"',
      range: { from: '2026-01-15T14:06:00.000Z', to: '2026-01-15T14:09:59.999Z' },
    });
  });

  it('are those of a session where it tells of a step that is missing, as that has none', () => {
    const log_ai = { template: { id: 'a' }, request_id: 'r-1' };
    const found = anomalyQuery(
      { event, anomaly: { type: 'sequence' }, service: { name: 'cart' }, log_ai },
      [],
    );
    expect(found?.query).toBe('log_ai.request_id: "r-1"');
  });

  it('are those of the service where it has no template, and nothing where it has neither', () => {
    expect(
      anomalyQuery({ event, anomaly: { type: 'frequency' }, service: { name: 'cart' }, log_ai: {} }, [])
        ?.query,
    ).toBe('service.name: "cart"');
    expect(anomalyQuery({ event, anomaly: { type: 'frequency' }, log_ai: {} }, [])).toBeUndefined();
  });
});

it('a request is shown from its first line to its last, which may lie within a millisecond', () => {
  const story = { request_id: 'r1', start: '2026-01-15T14:06:00.001Z', end: '2026-01-15T14:06:02.500Z' };
  expect(storyQuery(story)).toEqual({
    query: 'log_ai.request_id: "r1"',
    range: { from: '2026-01-15T14:06:00.001Z', to: '2026-01-15T14:06:02.501Z' },
  });
});

describe('single lines', () => {
  const line = (id: string, time?: string) => ({
    reference: { _index: 'logs-shop', _id: id },
    ...(time !== undefined && { '@timestamp': time }),
  });

  it('are found by their ids, with a minute around them', () => {
    expect(linesQuery([line('x', '2026-01-15T14:06:00Z'), line('y', '2026-01-15T14:08:00Z')])).toEqual({
      query: '_id: ("x" or "y")',
      range: { from: '2026-01-15T14:05:00.000Z', to: '2026-01-15T14:09:00.000Z' },
    });
  });

  it('cannot be shown where nobody knows when they were', () => {
    expect(linesQuery([line('x')])).toBeUndefined();
  });
});
