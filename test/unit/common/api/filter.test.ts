import { describe, expect, test } from 'vitest';
import { AnomaliesQuery, RequestsQuery, TemplatesQuery } from '../../../../common/api.ts';
import { FilterText } from '../../../../common/api/filter.ts';

/** What a filter is answered with: nothing where it is taken. */
function refusalOf(filter: unknown): string | undefined {
  return FilterText.safeParse(typeof filter === 'string' ? filter : JSON.stringify(filter)).error?.issues[0]
    ?.message;
}

const nested = (levels: number): unknown =>
  levels === 0 ? { match_all: {} } : { bool: { filter: [nested(levels - 1)] } };

describe('a filter', () => {
  test.each([
    // `service.name: cart`, `not text: "disk full"`, `event.risk_score >= 75`, `anomaly.type: freq*`, `cart`
    { bool: { should: [{ term: { 'service.name': { value: 'cart' } } }], minimum_should_match: 1 } },
    { bool: { must_not: { match_phrase: { text: 'disk full' } } } },
    { bool: { should: [{ range: { 'event.risk_score': { gte: '75' } } }], minimum_should_match: 1 } },
    { range: { '@timestamp': { gte: 'now-1h', lt: 'now', time_zone: 'Europe/Berlin' } } },
    { wildcard: { 'anomaly.type': { value: 'freq*', case_insensitive: true } } },
    { query_string: { fields: ['text'], query: 'conn*\\/path' } },
    { multi_match: { type: 'best_fields', query: 'cart', lenient: true } },
    // Pills: is, is one of, exists, and what `buildEsQuery` wraps them in.
    { match_phrase: { 'service.name': { query: 'cart' } } },
    { terms: { 'anomaly.type': ['frequency', 'new_template'] } },
    { exists: { field: 'log_ai.template.id' } },
    { bool: { must: [], filter: [{ match: { is_interim: false } }], should: [], must_not: [] } },
    { match: { text: { query: 'disk full', operator: 'and' } } },
    { prefix: { 'service.name': 'ca' } },
    nested(10),
  ])('may hold %j', (filter) => {
    expect(refusalOf(filter)).toBeUndefined();
  });

  test.each([
    [
      { script: { script: 'true' } },
      'The filter cannot be used: filter.script is no query that a filter may hold. It may hold bool, ',
    ],
    [{ bool: { filter: [{ script_score: {} }] } }, 'filter.bool.filter.0.script_score is no query that'],
    [
      { bool: { must_not: { terms: { id: { index: 'secrets', id: '1', path: 'ids' } } } } },
      'filter.bool.must_not.terms.id Invalid input: expected array',
    ],
    [{ percolate: { field: 'query' } }, 'filter.percolate is no query'],
    [{ has_child: { type: 'a', query: { match_all: {} } } }, 'filter.has_child is no query'],
    [{ more_like_this: { like: [{ _index: 'logs', _id: '1' }] } }, 'filter.more_like_this is no query'],
    [{ regexp: { text: '.*' } }, 'filter.regexp is no query'],
    [{ query_string: { query: 'text:/.*.*.*/' } }, 'filter.query_string.query must escape each slash'],
    [{ term: { a: 1, b: 2 } }, 'filter.term must name one field'],
    [{ term: { a: { value: { b: 1 } } } }, 'filter.term.a.value Invalid input'],
    [{ match: { a: { query: 'x', analyzer: 'keyword' } } }, 'filter.match.a Unrecognized key: "analyzer"'],
    [{ match_all: {}, match_none: {} }, 'filter must be an object with one kind of query'],
    [{ terms: { a: Array.from({ length: 101 }, (_, n) => n) } }, 'filter.terms.a Too big'],
    [['match_all'], 'filter Invalid input: expected record'],
    [{ constructor: {} }, 'filter.constructor is no query'],
    ['{', 'The filter must be JSON.'],
    [nested(30), 'The filter is nested more than 60 deep'],
    [{ match: { text: 'x'.repeat(600) } }, 'filter.match.text'],
    [{ bool: { should: Array(200).fill({ match: { a: 'xxxxxxxxxxx' } }) } }, 'The filter is too long'],
  ])('may not hold %j', (filter, message) => {
    expect(refusalOf(filter)).toContain(message);
  });

  test.each([
    ['anomalies', AnomaliesQuery],
    ['templates', TemplatesQuery],
    ['requests', RequestsQuery],
  ])('narrows %s', (_, schema) => {
    const filter = '{"match_all":{}}';
    expect(schema.parse({ filter })).toMatchObject({ filter });
    expect(schema.safeParse({ filter: '{"script":{}}' }).success).toBe(false);
  });
});
