import { expect, test } from 'vitest';
import { templateLabelOf } from '../../../ml-service/src/store/template_label.ts';

test.each([
  [{ text: 'Failed to\n connect' }, { text: 'Failed to connect' }],
  [
    { text: 'x'.repeat(101), name: 'Payment failed' },
    { text: `${'x'.repeat(99)}…`, name: 'Payment failed' },
  ],
])('%o is shown as %o', (template, label) => {
  expect(templateLabelOf(template)).toEqual(label);
});
