import { describe, expect, it } from 'vitest';
import { TemplatesQuery } from '../../../../common/api.ts';
import { foundText, questionOf, searchOf } from '../../../../public/templates/template_search.ts';

const PLAIN = searchOf({});

describe('the search of a link', () => {
  it.each([
    { params: {}, search: { query: undefined, sort: 'line_count', order: 'desc', page: 0 } },
    { params: { query: ' conn ' }, search: { query: 'conn' } },
    { params: { query: '  ' }, search: { query: undefined } },
    { params: { query: 'x'.repeat(600) }, search: { query: 'x'.repeat(512) } },
    { params: { service: 'a/b 🛒' }, search: { service: 'a/b 🛒' } },
    { params: { service: 'x'.repeat(600) }, search: { service: undefined } },
    { params: { level: 'ERROR' }, search: { level: 'ERROR' } },
    { params: { level: 'LOUD' }, search: { level: undefined } },
    { params: { sort: 'first_seen', order: 'asc' }, search: { sort: 'first_seen', order: 'asc' } },
    { params: { sort: 'columns', order: 'up' }, search: { sort: 'line_count', order: 'desc' } },
    { params: { page: '2' }, search: { page: 1 } },
    { params: { page: '-3' }, search: { page: 0 } },
    { params: { page: '1.5' }, search: { page: 0 } },
    { params: { page: 'x' }, search: { page: 0 } },
    { params: { page: '99999' }, search: { page: 360 } },
  ])('$params', ({ params, search }) => {
    expect(searchOf(params)).toMatchObject(search);
  });

  it('is a question that the API takes, up to the last page', () => {
    const question = questionOf(searchOf({ query: 'x', service: 's', level: 'WARN', page: '99999' }));
    expect(TemplatesQuery.parse(question.query)).toMatchObject({ from: 9000, size: 25 });
  });
});

describe('how many were found', () => {
  it.each([
    { search: PLAIN, found: 83, all: 83, text: '83 templates' },
    { search: PLAIN, found: 1, all: undefined, text: '1 template' },
    { search: { ...PLAIN, query: 'x' }, found: 12, all: 1083, text: '12 of 1,083 templates match' },
    { search: { ...PLAIN, query: 'x' }, found: 1, all: 83, text: '1 of 83 templates matches' },
    { search: { ...PLAIN, service: 's' }, found: 12, all: undefined, text: '12 templates match' },
  ])('$text', ({ search, found, all, text }) => {
    expect(foundText({ search, found, all })).toBe(text);
  });
});
