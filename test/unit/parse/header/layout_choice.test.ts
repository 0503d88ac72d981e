import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileHeader } from '../../../../ml-service/src/parse/header/compile_header.ts';
import { LayoutChoice, stepOf, FIRST_STEP } from '../../../../ml-service/src/parse/header/layout_choice.ts';

const { layouts, rules, candidates, dispatch } = compileHeader();
const root = LayoutChoice.of(layouts);

test('before the first token all layouts may fit, in their order', () => {
  expect(root.layouts).toEqual(layouts.map((_, index) => index));
});

test('behind two tokens those are left that the table for Painless names', () => {
  for (let first = -1; first < rules.length; first += 1) {
    const behindFirst = LayoutChoice.of(layouts).after(first);
    for (let second = -1; second < rules.length; second += 1) {
      const list = candidates[dispatch.charCodeAt((first + 1) * (rules.length + 1) + second + 1) - 32];
      expect(behindFirst.after(second).layouts).toEqual(list);
    }
  }
});

test('behind any tokens those are left that each by itself may fit; beyond a bound nothing is remembered', () => {
  const rule = fc.integer({ min: -1, max: rules.length - 1 });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 8 }), (tokens) => {
      const left = layouts.flatMap((layout, index) => {
        let step: ReturnType<typeof stepOf> = FIRST_STEP;
        for (const token of tokens) if (step && step !== 'open') step = stepOf(layout, step, token);
        return step ? [index] : [];
      });
      let choice = root;
      for (const token of tokens) choice = choice.after(token);
      // Where memory is bounded more of them may be left, never less.
      expect(choice.layouts).toEqual(expect.arrayContaining(left));
    }),
    { seed: 21, numRuns: 5000 },
  );
});
