import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileAutomaton } from '../../../../ml-service/src/parse/automaton/automaton.ts';
import { MAX_LOOKAHEAD, Scanner } from '../../../../ml-service/src/parse/automaton/scanner.ts';

const scan = (pattern: string, text: string, left: 'any' | 'boundary' = 'any') => {
  const scanner = new Scanner(compileAutomaton([{ name: 'rule', pattern, left }]));
  const end = scanner.next(text, 0);
  return scanner.rule === 0 ? text.slice(0, end) : undefined;
};

describe('a pattern as an automaton', () => {
  test.each([
    ['\\d+', '123 ', '123'],
    ['\\d{1,3}(\\.\\d{1,3}){3}', '10.0.0.1:80', '10.0.0.1'],
    ['(a|bc)*d', 'abcad!', 'abcad'],
    ['[^\\s"]+', 'x=é"y', 'x=é'],
    ['0x[0-9a-fA-F]+', '0x1F,', '0x1F'],
    ['a{2,}', 'aaaa.', 'aaaa'],
    ['\\x41b?', 'Ab-', 'Ab'],
    ['\\d+', 'abc', undefined],
  ])('/%s/ on %j takes %j', (pattern, text, expected) => {
    expect(scan(pattern, text)).toBe(expected);
  });

  test('a token never ends between two letters or digits', () => {
    expect(scan('\\d+', '12ab')).toBeUndefined();
  });

  test.each([
    ['(?=a)b', 'look-around'],
    ['a\\1', '\\1'],
    ['(a', 'not closed'],
    ['[z-a]', 'range'],
    ['a{100}', 'repeat'],
    ['^a', '"^"'],
    ['é', 'ASCII'],
  ])('refuses /%s/ and says why', (pattern, reason) => {
    expect(() => scan(pattern, 'a')).toThrow(
      expect.objectContaining({ code: 'mask_invalid', message: expect.stringContaining(reason) as unknown }),
    );
  });

  test('agrees with RegExp on the longest match that ends at a boundary', () => {
    const atom = fc.constantFrom('a', 'b', '-', '[ab]', '(a|b-)', '(-a)*', 'b?', 'a+', '(ab){1,2}');
    const patterns = fc.array(atom, { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join(''));
    const texts = fc
      .array(fc.constantFrom('a', 'b', '-', ' '), { maxLength: 12 })
      .map((units) => units.join(''));
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const whole = new RegExp(`^(?:${pattern})$`);
        const ends = Array.from({ length: text.length }, (_, index) => index + 1).filter(
          (end) => whole.test(text.slice(0, end)) && !/^[a-z]{2}$/.test(text.slice(end - 1, end + 1)),
        );
        const longest = ends.at(-1);
        expect(scan(pattern, text)).toBe(longest === undefined ? undefined : text.slice(0, longest));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('the earlier of two rules that match equally far wins', () => {
    const scanner = new Scanner(
      compileAutomaton([
        { name: 'ab', pattern: 'ab' },
        { name: 'word', pattern: '[a-z]+' },
      ]),
    );
    expect([scanner.next('ab ', 0), scanner.rule]).toEqual([2, 0]);
    expect([scanner.next('abc ', 0), scanner.rule]).toEqual([3, 1]);
  });

  test('a rule for boundaries does not begin inside a word', () => {
    const scanner = new Scanner(
      compileAutomaton([
        { name: 'signed', pattern: '-?\\d+', left: 'boundary' },
        { name: 'word', pattern: '[a-z]+' },
      ]),
    );
    expect([scanner.next('a-1', 1), scanner.rule]).toEqual([2, -1]);
    expect([scanner.next(' -1', 1), scanner.rule]).toEqual([3, 0]);
  });

  test('reads at most a constant number of characters beyond a token, whatever the input', () => {
    const tables = compileAutomaton([
      { name: 'mail', pattern: '[a-z+]+@[a-z]+' },
      { name: 'word', pattern: '[a-z]+' },
    ]);
    const scanner = new Scanner(tables);
    const text = 'a+'.repeat(20_000);
    let read = 0;
    const counted = {
      length: text.length,
      charCodeAt: (at: number) => ((read += 1), text.charCodeAt(at)),
    } as unknown as string;
    for (let at = 0; at < text.length;) at = scanner.next(counted, at);
    expect(read).toBeLessThan(2 * text.length * (MAX_LOOKAHEAD + 4));
  });
});
