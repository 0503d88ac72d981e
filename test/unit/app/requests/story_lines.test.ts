import { describe, expect, it } from 'vitest';
import type { RequestLine } from '../../../../common/api.ts';
import type { Level } from '../../../../common/levels.ts';
import { filterLines, indexOfFirstError, linesStateOf } from '../../../../public/requests/story_lines.ts';

function lineOf(id: string, service: string, level?: Level): RequestLine {
  return {
    '@timestamp': '2026-01-15T14:00:00.000Z',
    service,
    ...(level && { level }),
    reference: { _index: 'logs-shop-default', _id: id },
  };
}

const LINES = [
  lineOf('1', 'gateway', 'INFO'),
  lineOf('2', 'inventory', 'WARN'),
  lineOf('3', 'inventory', 'ERROR'),
  lineOf('4', 'inventory', 'FATAL'),
  lineOf('5', 'gateway'),
];

describe('linesStateOf', () => {
  const hops = ['gateway', 'inventory'].map((service) => ({
    service,
    start: '2026-01-15T14:00:00.000Z',
    end: '2026-01-15T14:00:00.000Z',
    line_count: 1,
    error_count: 0,
    template_ids: [],
  }));

  it.each([
    [{}, { errors_only: false, page: 0 }],
    [
      { service: 'inventory', level: 'error', page: '2' },
      { service: 'inventory', errors_only: true, page: 1 },
    ],
    [
      { service: 'stranger', level: 'ERROR', page: 'x' },
      { errors_only: false, page: 0 },
    ],
  ])('reads %j', (params, expected) => {
    expect(linesStateOf(params, { hops })).toEqual(expected);
  });
});

describe('filterLines', () => {
  it.each([
    [{ errors_only: false }, ['1', '2', '3', '4', '5']],
    [{ errors_only: true }, ['3', '4']],
    [{ service: 'gateway', errors_only: false }, ['1', '5']],
    [{ service: 'gateway', errors_only: true }, []],
  ])('%j', (state, expected) => {
    expect(filterLines(LINES, state).map(({ reference }) => reference._id)).toEqual(expected);
  });
});

describe('indexOfFirstError', () => {
  const first_error = { '@timestamp': '2026-01-15T14:00:00.000Z', service: 'inventory' };
  it.each([
    ['by its reference', { ...first_error, reference: { _index: 'logs-shop-default', _id: '4' } }, 3],
    ['by service, time and level without one', first_error, 2],
    ['not where it lies elsewhere', { ...first_error, reference: { _index: 'logs-other', _id: '4' } }, -1],
    ['not where there is none', undefined, -1],
  ])('finds it %s', (_, error, expected) => {
    expect(indexOfFirstError(LINES, error)).toBe(expected);
  });
});
