import { describe, expect, test } from 'vitest';
import { collapse, meanScores, score } from '../../bench/parse/score.ts';

const scoreOf = (pairs: readonly (readonly [truth: string, predicted: string])[]) =>
  score({ truth: pairs.map(([truth]) => truth), predicted: pairs.map(([, predicted]) => predicted) });

describe('score', () => {
  test('what is right in every line is 1', () => {
    const pairs = [
      ['a <*>', 'a <*>'],
      ['a <*>', 'a <*>'],
      ['b', 'b'],
    ] as const;
    expect(scoreOf(pairs)).toEqual({ GA: 1, FGA: 1, PA: 1, FTA: 1 });
  });

  test('groups may be right where no template is', () => {
    const pairs = [
      ['a <*>', 'a 1'],
      ['a <*>', 'a 1'],
      ['b', '<*>'],
    ] as const;
    expect(scoreOf(pairs)).toEqual({ GA: 1, FGA: 1, PA: 0, FTA: 0 });
  });

  test('a group that is split is wrong as a whole, and of its templates the equal one counts', () => {
    const pairs = [
      ['a <*>', 'a <*>'],
      ['a <*>', 'a <*>'],
      ['a <*>', 'a 1'],
      ['b', 'b'],
    ] as const;
    // One of two true groups, one of three predicted ones; two of the three predicted templates are right.
    expect(scoreOf(pairs)).toEqual({ GA: 1 / 4, FGA: 2 / 5, PA: 3 / 4, FTA: 4 / 5 });
  });

  test('groups that are merged are wrong, and so is a template with a line of another', () => {
    const pairs = [
      ['a', 'a'],
      ['b', 'a'],
      ['c', 'c'],
    ] as const;
    // One of three true groups, one of two predicted ones.
    expect(scoreOf(pairs)).toEqual({ GA: 1 / 3, FGA: 2 / 5, PA: 2 / 3, FTA: 2 / 5 });
  });

  test('a group with a line too many is wrong, the one that lost it as well', () => {
    const pairs = [
      ['a', 'x'],
      ['a', 'x'],
      ['b', 'x'],
      ['b', 'y'],
    ] as const;
    expect(scoreOf(pairs)).toEqual({ GA: 0, FGA: 0, PA: 0, FTA: 0 });
  });

  test('two clusters of one text are one group', () => {
    const pairs = [
      ['a  <*>', 'a <*>'],
      [' a <*>', 'a\t<*> '],
    ] as const;
    expect(scoreOf(pairs)).toEqual({ GA: 1, FGA: 1, PA: 1, FTA: 1 });
  });

  test('as many templates as lines, and not none', () => {
    expect(() => score({ truth: [], predicted: [] })).toThrow(RangeError);
    expect(() => score({ truth: ['a'], predicted: [] })).toThrow(RangeError);
  });
});

test('white space is what Python takes for it', () => {
  expect(collapse('\ta \u00a0 b\x1cc\u0085d\r\n')).toBe('a b c d');
  expect(collapse('\ufeffa')).toBe('\ufeffa');
});

test('the mean counts each system once', () => {
  const right = { GA: 1, FGA: 1, PA: 1, FTA: 1 };
  const wrong = { GA: 0, FGA: 0.5, PA: 0, FTA: 0 };
  expect(meanScores([right, wrong])).toEqual({ GA: 0.5, FGA: 0.75, PA: 0.5, FTA: 0.5 });
});
