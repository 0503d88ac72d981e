import { describe, expect, it, test } from 'vitest';
import type { RequestLine } from '../../../../common/api.ts';
import type { Level } from '../../../../common/levels.ts';
import {
  filterLines,
  indexOfLine,
  linesStateOf,
  servicesOf,
} from '../../../../public/requests/story_lines.ts';

function lineOf(id: string, service: string, level?: Level, span = 0): RequestLine {
  return {
    '@timestamp': '2026-01-15T14:00:00.000Z',
    service,
    ...(level && { level }),
    reference: { _index: 'logs-shop-default', _id: id },
    span,
  };
}

const LINES = [
  lineOf('1', 'gateway', 'INFO'),
  lineOf('2', 'inventory', 'WARN', 1),
  lineOf('3', 'inventory', 'ERROR', 1),
  lineOf('4', 'inventory', 'FATAL', 2),
  lineOf('5', 'gateway'),
];

const SPANS = ['gateway', 'inventory', 'inventory'].map((service) => ({
  service,
  start: '2026-01-15T14:00:00.000Z',
  end: '2026-01-15T14:00:00.000Z',
  line_count: 1,
  error_count: 0,
}));

test('services are those of all spans, each once', () => {
  expect(servicesOf({ spans: SPANS })).toEqual(['gateway', 'inventory']);
});

describe('linesStateOf', () => {
  it.each([
    [{}, { errors_only: false, page: 0 }],
    [
      { service: 'inventory', level: 'error', page: '2' },
      { service: 'inventory', errors_only: true, page: 1 },
    ],
    [{ span: '2' }, { span: 2, errors_only: false, page: 0 }],
    [
      { service: 'stranger', level: 'ERROR', page: 'x' },
      { errors_only: false, page: 0 },
    ],
  ])('reads %j', (params, expected) => {
    expect(linesStateOf(params, { spans: SPANS })).toEqual(expected);
  });
});

it.each(['3', '-1', '1.5', 'constructor', '9'.repeat(400)])('there is no span %s', (span) => {
  expect(linesStateOf({ span }, { spans: SPANS })).toEqual({ errors_only: false, page: 0 });
});

describe('filterLines', () => {
  it.each([
    [{ errors_only: false }, ['1', '2', '3', '4', '5']],
    [{ errors_only: true }, ['3', '4']],
    [{ service: 'gateway', errors_only: false }, ['1', '5']],
    [{ service: 'gateway', errors_only: true }, []],
    [{ span: 1, errors_only: false }, ['2', '3']],
    [{ span: 1, errors_only: true }, ['3']],
  ])('%j', (state, expected) => {
    expect(filterLines(LINES, state).map(({ reference }) => reference._id)).toEqual(expected);
  });
});

describe('indexOfLine', () => {
  it.each([
    ['by its reference', lineOf('4', 'any'), 3],
    [
      'not where it lies elsewhere',
      { ...lineOf('4', 'any'), reference: { _index: 'logs-other', _id: '4' } },
      -1,
    ],
    ['not where there is none', undefined, -1],
  ])('finds it %s', (_, line, expected) => {
    expect(indexOfLine(LINES, line)).toBe(expected);
  });
});
