import { expect, test } from 'vitest';
import { meaningText } from '../../../../public/status/meaning_text.ts';

const NONE = { judged: 0, learning: 0, insufficient_history: 0, unembedded: 0 };

test.each<[text: string, semantic: Parameters<typeof meaningText>[0]]>([
  ['switched off (detect.semantic.enabled)', { enabled: false }],
  ['not run yet', { enabled: true }],
  [
    '1 new template of the last hour analyzed',
    { enabled: true, embedded: 90, waiting: 0, recent: { ...NONE, judged: 1 } },
  ],
  [
    '0 new templates of the last hour analyzed; 20 of 90 templates still to be read; 2 wait until all templates are read',
    { enabled: true, embedded: 70, waiting: 20, recent: { ...NONE, unembedded: 2 } },
  ],
  [
    '0 new templates of the last hour analyzed; 3 not analyzed: their service is still being learned; 1 not analyzed: fewer than 30 templates were known',
    {
      enabled: true,
      embedded: 20,
      waiting: 0,
      recent: { ...NONE, learning: 3, insufficient_history: 1 },
      needed_templates: 30,
    },
  ],
  [
    'The model is damaged: install Log AI anew.',
    {
      enabled: true,
      embedded: 0,
      waiting: 90,
      problem: { code: 'model_unusable', message: 'The model is damaged: install Log AI anew.' },
    },
  ],
])('Status says "%s"', (text, semantic) => {
  expect(meaningText(semantic)).toBe(text);
});
