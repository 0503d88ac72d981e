import { describe, expect, test } from 'vitest';
import { togetherIds } from '../../../../ml-service/src/correlate/joining/ids_beside.ts';

/** Of each line its own id and another. */
const pairs = (...named: readonly (readonly [own: string, other: string, lines?: number])[]) =>
  named.flatMap(([request_id, id, lines = 1]) => [
    { request_id, id: request_id, lines },
    { request_id, id, lines },
  ]);

describe('ids that lines name together', () => {
  test('are those of one request, the one that most lines name first', () => {
    const { togetherOf } = togetherIds(pairs(['r-1', 'trace-a'], ['r-2', 'trace-a'], ['r-3', 'trace-b']));
    expect(togetherOf.get('r-1')).toEqual(['trace-a', 'r-1', 'r-2']);
    expect(togetherOf.get('trace-a')).toEqual(togetherOf.get('r-2'));
    expect(togetherOf.get('r-3')).toEqual(['trace-b', 'r-3']);
  });

  test('are joined through others', () => {
    const { togetherOf } = togetherIds(pairs(['a', 'b'], ['b', 'c'], ['c', 'd']));
    expect(togetherOf.get('a')).toHaveLength(4);
  });

  test('of more than a request has, join nothing: a user, a host, a constant', () => {
    const users = Array.from({ length: 4 }, (_, at) => [`r-${at}`, 'user-7'] as const);
    const { togetherOf, refused } = togetherIds(pairs(...users, ['r-1', 'trace-a']), 3);
    expect(refused).toEqual(new Map([['user-7', 4]]));
    expect(togetherOf.get('r-1')).toEqual(['r-1', 'trace-a']);
    expect(togetherOf.has('r-2')).toBe(false);
  });

  test('where there are none, nothing is joined', () => {
    expect(togetherIds([]).togetherOf.size).toBe(0);
  });
});
