import { expect, it } from 'vitest';
import { severityText } from '../../../../ml-service/src/adapters/onnx/severity_text.ts';
import samples from '../../../fixtures/severity/canonical_texts.json' with { type: 'json' };

// `ml-service/training/severity/check.py` holds the training to the same samples.
it.each(samples)('reads $message as the training did', ({ message, text }) => {
  expect(severityText(message)).toBe(text);
});

it.each([
  ['an empty text', ''],
  ['blanks', ' \t\n'],
  ['numbers', '42 0x1f 3.5 %'],
  ['placeholders', '<*> <ip>:<port> <user_id>'],
  ['Chinese', '无法连接到数据库：连接超时'],
  ['Russian', 'не удалось подключиться'],
  ['base64', Buffer.from('Failed to connect to the database of orders, again').toString('base64')],
  ['1 MB of one word', 'x'.repeat(1 << 20)],
])('finds nothing to read in %s', (_, message) => {
  expect(severityText(message)).toBeUndefined();
});
