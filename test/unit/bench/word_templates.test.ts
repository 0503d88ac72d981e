import { expect, test } from 'vitest';
import { MAX_WORD_TEMPLATES, wordsOf, wordTemplateLines } from '../../bench/parse/word_templates.ts';

const agreement = (a: readonly string[], b: readonly string[]) =>
  a.filter((word, place) => word === b[place]).length;

test('two templates agree in one word at most', () => {
  const sample = Array.from({ length: 600 }, (_, index) => wordsOf((index * 313) % MAX_WORD_TEMPLATES));
  const agreements = sample.flatMap((words, index) =>
    sample.slice(0, index).map((other) => agreement(words, other)),
  );
  expect(Math.max(...new Set(agreements))).toBe(1);
});

test('all templates are offered, and nothing but them', () => {
  const lines = [...wordTemplateLines({ lines: 5000, templates: 200 })];
  const templates = new Set(lines.map((line) => line.split(' ').slice(0, -1).join(' ')));
  expect(lines).toHaveLength(5000);
  expect(templates).toEqual(new Set(Array.from({ length: 200 }, (_, index) => wordsOf(index).join(' '))));
});

test('it is the same stream each time', () => {
  const [first] = wordTemplateLines({ lines: 10, templates: 2 });
  const [again] = wordTemplateLines({ lines: 10, templates: 2 });
  expect(first).toBe(again);
});
